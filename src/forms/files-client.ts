/** Chosen files in the browser. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import { fill, marked, setHidden } from './dom.ts';
import { part } from './part.ts';

/** The chosen files as a list from which each can be taken out again. */
export function listFiles(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>('[data-form] input[type=file]');
  const list = marked(root, 'file-list');
  if (input === null || list === null) return;
  const locale = document.documentElement.lang;
  const t = contactTextsFor(locale).form;
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  const show = () => {
    const files = [...(input.files ?? [])];
    setHidden(list, files.length === 0);
    fill(
      list,
      files.map((file, index) =>
        part('li', {}, part('span', {}, `${file.name}, ${size.format(Math.max(0.1, file.size / 1_048_576))}`), part('button', { type: 'button', class: 'link-button', 'data-drop': String(index) }, t.removeFile(file.name))),
      ),
    );
  };
  show();
  input.addEventListener('change', show);
  list.addEventListener('click', (event) => {
    const index = event.target instanceof HTMLElement ? event.target.dataset['drop'] : undefined;
    if (index === undefined) return;
    const kept = new DataTransfer();
    [...(input.files ?? [])].filter((_, at) => at !== Number(index)).forEach((file) => kept.items.add(file));
    input.files = kept.files;
    show();
    input.focus();
  });
}
