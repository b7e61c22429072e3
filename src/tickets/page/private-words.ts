/** Private words on a requester's own page: found by the contact form's detector, with its words. Loaded when somebody writes. */
import { fill, marked, say, setHidden } from '../../forms/dom.ts';
import { without, type Find } from '../../forms/finds.ts';
import { findItems } from '../../forms/views.ts';
import { watchNames } from '../../forms/watch-words.ts';
import { contactTextsFor } from '../../texts/contact-texts.ts';

export interface PrivateWords {
  readonly changed: () => void;
  /** Whether the words may go: nothing was found, or it has to be there. If not, the page asks. */
  readonly mayGo: () => Promise<boolean>;
}

/** @param form holds the places that `Finds.astro` makes */
export function privateWords(form: HTMLElement, field: HTMLTextAreaElement): PrivateWords {
  const t = contactTextsFor(document.documentElement.lang).privacy;
  const { name } = field;
  const watch = watchNames(form, [name]);
  const intended = marked<HTMLInputElement>(form, 'intended')!;
  const box = marked(form, 'finds');
  const label = field.labels[0]?.firstChild?.textContent?.trim() ?? name;
  /** What was asked about last: a tick is for that, and for nothing that is written later. */
  let asked = '';

  function show(finds: readonly Find[]): void {
    setHidden(box, finds.length === 0);
    say(marked(form, 'finds-title'), t.title(finds.length));
    const list = marked(form, 'finds-list');
    fill(list, findItems(finds, new Map([[name, label]]), contactTextsFor(document.documentElement.lang)));
    if (list !== null) list.onclick = (event) => remove(event.target, finds);
  }

  function remove(target: EventTarget | null, finds: readonly Find[]): void {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-remove]') : null;
    const found = finds[Number(button?.dataset['remove'])];
    if (found === undefined) return;
    field.value = without(field.value, found, t.removedAs);
    void watch.find({ [name]: field.value }).then((left) => {
      asked = textsOf(left);
      show(left);
      say(marked(form, 'watch'), t.removed);
      (marked(form, 'remove') ?? field).focus();
    });
  }

  return {
    changed() {
      watch.changed({ [name]: field.value });
    },
    async mayGo() {
      const finds = await watch.find({ [name]: field.value });
      const again = asked === textsOf(finds);
      if (!again) intended.checked = false;
      asked = textsOf(finds);
      const free = finds.length === 0 || intended.checked;
      show(free ? [] : finds);
      setHidden(marked(form, 'intended-error'), free || !again);
      say(marked(form, 'watch'), '');
      if (!free) (again ? intended : box)?.focus();
      return free;
    },
  };
}

const textsOf = (finds: readonly Find[]) => finds.map(({ text }) => text).join('\n');
