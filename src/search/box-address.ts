/** The query in the page's address, so that it can be shared and come back to. */
import { texts, type Box } from './box-view.ts';

export function rememberInAddress(query: string, topic: string): void {
  const url = new URL(location.href);
  url.search = '';
  if (query !== '') url.searchParams.set('q', query);
  if (query !== '' && topic !== '') url.searchParams.set('in', topic);
  history.replaceState(history.state, '', url);
  const t = texts();
  const site = document.title.split(' · ').at(-1) ?? '';
  document.title = `${query === '' ? t.title : t.titleFor(query)} · ${site}`;
}

export function fromAddress(box: Box): void {
  const given = new URL(location.href).searchParams;
  const query = given.get('q');
  if (query !== null && box.input.value === '') box.input.value = query.slice(0, 200);
  const topic = given.get('in');
  if (box.filter && topic !== null && [...box.filter.options].some((option) => option.value === topic)) box.filter.value = topic;
}
