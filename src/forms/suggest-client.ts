/** Answers beside the growing text: found after a pause in typing, never in the way, and never losing a word. */
import { tell } from '../events/client.ts';
import type { Suggester, Suggestion } from '../search/suggest.ts';
import { contactTextsFor } from '../texts/contact-texts.ts';
import { fill, marked, say, setHidden } from './dom.ts';
import type { Form } from './form.ts';
import { answerItems } from './views.ts';

/** A pause of somebody who thinks, not of somebody who looks for a key. */
const PAUSE_MS = 700;
const LEAST_WORDS = 3;
/** The beginning says what it is about; the end is politeness. */
const MOST_WORDS = 40;

export interface Suggestions {
  /** The reader wrote or chose something. */
  readonly changed: (topic: string, text: string) => void;
  readonly clear: () => void;
}

export function suggestAnswers(root: HTMLElement, form: Form, ofTopic: Readonly<Record<string, readonly Suggestion[]>>, solved: () => void): Suggestions {
  const t = contactTextsFor(document.documentElement.lang);
  const box = marked<HTMLDetailsElement>(root, 'suggest-box')!;
  const list = marked(root, 'suggest-list')!;
  const wide = matchMedia('(min-width: 72rem)');
  const follow = () => {
    if (wide.matches) box.open = true;
  };
  follow();
  wide.addEventListener('change', follow);

  let suggester: Promise<Suggester> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  let asked = '';
  let shown: readonly Suggestion[] = [];
  let opened: string | undefined;

  const show = (results: readonly Suggestion[]) => {
    if (results.map(({ url }) => url).join() === shown.map(({ url }) => url).join()) return;
    shown = results;
    fill(list, answerItems(results, t, true));
    say(marked(root, 'suggest-title'), results.length === 0 ? t.suggest.title : t.suggest.count(results.length));
    say(marked(root, 'suggest-count'), results.length === 0 ? '' : t.suggest.count(results.length));
    setHidden(marked(root, 'suggest-wait'), results.length > 0);
    setHidden(marked(root, 'suggest-question'), results.length === 0);
    if (results.length > 0) tell({ kind: 'suggestion-shown', form: form.id, results: results.length });
  };

  async function look(topic: string, text: string, mine: number): Promise<void> {
    // Rejections are for whoever asks next: then it is tried anew.
    suggester ??= import('../search/suggest.ts').then(({ createSuggester }) => createSuggester());
    try {
      const { weak, results } = await (await suggester)(text);
      if (mine === turn) show(weak ? (ofTopic[topic] ?? []) : results);
    } catch {
      suggester = undefined;
    }
  }

  list.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const at = shown.findIndex(({ url }) => link !== null && url === link.getAttribute('href'));
    if (at === -1) return;
    opened = shown[at]!.url;
    tell({ kind: 'suggestion-opened', form: form.id, position: at + 1, address: opened });
  });
  marked(root, 'solved')?.addEventListener('click', () => {
    tell({ kind: 'suggestion-solved', form: form.id, ...(opened === undefined ? {} : { address: opened }) });
    solved();
  });

  return {
    changed(topic, text) {
      const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
      const question = words.length < LEAST_WORDS ? '' : words.slice(0, MOST_WORDS).join(' ');
      if (`${topic} ${question}` === asked) return;
      asked = `${topic} ${question}`;
      clearTimeout(timer);
      const mine = (turn += 1);
      if (question === '') show(ofTopic[topic] ?? []);
      else timer = setTimeout(() => void look(topic, question, mine), PAUSE_MS);
    },
    clear() {
      clearTimeout(timer);
      turn += 1;
      asked = '';
      show([]);
    },
  };
}
