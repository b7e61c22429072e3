/** Answers as HTML elements. Built with text nodes only, so that nothing a reader types can become markup. */
import type { Answer } from './engine.ts';

export function answerItem(answer: Answer, inSection: string): HTMLLIElement {
  const item = document.createElement('li');
  const title = link(answer.url, 'result-title');
  title.append(...highlighted(answer.title, answer.words));
  const summary = document.createElement('p');
  summary.append(...highlighted(answer.summary, answer.words));
  const place = document.createElement('p');
  place.className = 'result-place';
  const topic = document.createElement('span');
  topic.textContent = answer.topic;
  place.append(topic);
  if (answer.section !== undefined) {
    const section = document.createElement('span');
    const to = link(answer.section.url, 'result-section');
    to.append(...highlighted(answer.section.title, answer.words));
    section.append(`${inSection} `, to);
    place.append(' ', section);
  }
  item.append(title, summary, place);
  return item;
}

function link(url: string, className: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = url;
  if (className !== '') anchor.className = className;
  return anchor;
}

/** The text with each matched word marked, whatever its case or accents around it. */
export function highlighted(text: string, words: readonly string[]): (string | HTMLElement)[] {
  const stems = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')).filter((word) => word.length > 1);
  if (stems.length === 0) return [text];
  return text.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((part) => {
    if (!stems.includes(part.toLowerCase())) return part;
    const mark = document.createElement('mark');
    mark.textContent = part;
    return mark;
  });
}
