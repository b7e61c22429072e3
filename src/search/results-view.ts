/** Answers as HTML elements. Built with text nodes only, so that nothing a reader types can become markup. */
import type { Texts } from '../texts/texts.ts';
import type { Answer } from './engine.ts';
import { folded } from './words.ts';

/** @param answers shows the summary as the answer itself */
export function answerItem(answer: Answer, t: Texts['search'], answers = false): HTMLLIElement {
  const item = document.createElement('li');
  if (answers) {
    item.className = 'clear-answer';
    const label = document.createElement('p');
    label.className = 'clear-answer-label';
    label.textContent = t.answer;
    item.append(label);
  }
  const title = link(answer.url, 'result-title');
  title.append(...highlighted(answer.title, answer.isAsked));
  const summary = document.createElement('p');
  summary.append(...highlighted(answer.summary, answer.isAsked));
  const place = document.createElement('p');
  place.className = 'result-place';
  const topic = document.createElement('span');
  topic.textContent = answer.topic;
  place.append(topic);
  if (answer.section !== undefined) {
    const section = document.createElement('span');
    const to = link(answer.section.url, 'result-section');
    to.append(...highlighted(answer.section.title, answer.isAsked));
    section.append(`${t.inSection} `, to);
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

/** The text with each word marked that was asked for, in whatever form it stands. */
export function highlighted(text: string, isAsked: (word: string) => boolean): (string | HTMLElement)[] {
  return text.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((part) => {
    if (!/[\p{L}\p{N}]{2}/u.test(part) || !isAsked(folded(part))) return part;
    const mark = document.createElement('mark');
    mark.textContent = part;
    return mark;
  });
}
