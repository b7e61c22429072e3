/** Makes a search field answer while the reader types. Works on the home page, the search page, the 404 page and in the dialog. */
import { fromAddress, rememberInAddress } from './box-address.ts';
import { moveFocus } from './box-keys.ts';
import { PAGE, showCount, showFailure, showFound, showIdle, showSearching, type Box } from './box-view.ts';
import { search } from './engine.ts';
import { watchSearches } from './watch.ts';

/** How long the newest words wait at most for answers to older ones. */
const PATIENCE_MS = 1_000;
/** Typing rests after a pause this long: a fast typist's keys are about 100 ms apart. */
const REST_MS = 120;

const attached = new WeakSet<HTMLElement>();

/**
 * Sure answers come with each key. What could be otherwise with the next one waits until typing rests: that there is
 * no answer or only a guess, that words were mended, and the count, which a screen reader would read out each time.
 */
export function attachSearchBox(root: HTMLElement): void {
  if (attached.has(root)) return;
  attached.add(root);
  const box: Box = {
    root,
    form: root.querySelector('form')!,
    input: root.querySelector('input')!,
    count: root.querySelector('[data-search-count]')!,
    filter: root.querySelector('[data-search-filter]'),
    filterLabel: root.querySelector('[data-search-tools]'),
    results: root.querySelector('[data-search-results]')!,
    idle: root.querySelector('[data-search-idle]'),
    watch: watchSearches(root),
  };
  const addressed = 'addressed' in root.dataset;
  let latest = 0;
  let running: Promise<unknown> = Promise.resolve();

  /**
   * @param rest resolves when the reader stops typing
   * @param mend false searches the words as they are typed
   */
  const run = async (rest: Promise<unknown>, mend = true) => {
    const turn = (latest += 1);
    const query = box.input.value.trim();
    const topic = box.filter?.value ?? '';
    const again = (mended = true) => void run(Promise.resolve(), mended);
    if (addressed) void rest.then(() => turn === latest && rememberInAddress(query, topic));
    if (query === '') return showIdle(box);
    if (box.results.childElementCount === 0) showSearching(box);
    // One search at a time: on a slow connection the newest words wait, and those in between are never sent.
    await Promise.race([running, pause(PATIENCE_MS)]);
    if (turn !== latest) return;
    const found = answersTo(query, topic, mend, () => turn === latest);
    running = found.catch(() => undefined);
    try {
      const said = await found;
      if (said === undefined || turn !== latest) return;
      const { answers, first } = said;
      const sure = !answers.weak && answers.repaired === undefined;
      if (sure) showFound(box, query, answers, first, again);
      await rest;
      if (turn !== latest) return;
      if (!sure) showFound(box, query, answers, first, again);
      showCount(box, query, answers);
      box.watch.searched(query, answers);
    } catch {
      if (turn === latest) showFailure(box, again);
    }
  };

  box.input.addEventListener('input', () => void run(pause(REST_MS)));
  box.filter?.addEventListener('change', () => void run(Promise.resolve()));
  box.form.addEventListener('submit', (event) => {
    if (!addressed) return;
    event.preventDefault();
    void run(Promise.resolve());
  });
  root.addEventListener('keydown', (event) => moveFocus(box, event));
  if (addressed) fromAddress(box);
  if (box.input.value.trim() !== '') void run(Promise.resolve());
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param wanted whether the answers are still waited for: results are loaded only to be shown */
async function answersTo(query: string, topic: string, mend: boolean, wanted: () => boolean) {
  const answers = await search(document.documentElement.dataset['base'] ?? '/', { query, topic, mend });
  return wanted() ? { answers, first: await answers.take(0, PAGE) } : undefined;
}
