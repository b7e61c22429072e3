/** Looks for patient information and secrets while somebody writes, and before it is sent. Nothing leaves the page for it. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import { marked, say } from './dom.ts';
import { findsIn, watchedNames, type Detect, type Find } from './finds.ts';
import type { Form } from './form.ts';

/** A half-written date is none yet. */
const PAUSE_MS = 900;

type Typed = Readonly<Record<string, string>>;

export interface WordWatch {
  readonly changed: (values: Typed) => void;
  readonly find: (values: Typed) => Promise<readonly Find[]>;
}

/** Everything in a form that people write freely into. */
export function watchWords(root: HTMLElement, form: Form): WordWatch {
  return watchNames(root, watchedNames(form));
}

/** @param names of the fields */
export function watchNames(root: HTMLElement, names: readonly string[]): WordWatch {
  const t = contactTextsFor(document.documentElement.lang).privacy;
  let detector: Promise<Detect> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function find(values: Typed): Promise<readonly Find[]> {
    detector ??= import('../privacy/detect.ts').then(({ detect }) => detect);
    try {
      return findsIn(values, names, await detector);
    } catch {
      // Without a connection for this file nobody is kept from writing; the service looks again.
      detector = undefined;
      return [];
    }
  }

  return {
    find,
    changed(values) {
      clearTimeout(timer);
      const mine = (turn += 1);
      timer = setTimeout(() => {
        if (names.every((name) => (values[name] ?? '') === '')) return say(marked(root, 'watch'), '');
        void find(values).then((finds) => {
          if (mine === turn) say(marked(root, 'watch'), finds.length === 0 ? '' : t.whileTyping(finds.length));
        });
      }, PAUSE_MS);
    },
  };
}
