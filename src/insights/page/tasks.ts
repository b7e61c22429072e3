/** What to do first, as a numbered list: what, why, and where to begin. */
import { html, type Html } from '../../status/markup.ts';
import type { Task } from '../first-things.ts';

const ACTIONS: Readonly<Record<Task['action'], string>> = { write: 'Write', extend: 'Extend', retitle: 'Retitle', 'add synonym': 'Add words for', fix: 'Mend', check: 'Check', 'catch up': 'Catch up' };
const PEOPLE: Readonly<Record<Task['kind'], (count: number) => string>> = {
  gap: (count) => (count === 1 ? '1 person' : `${count} people`),
  failing: (count) => (count === 1 ? '1 reader' : `${count} readers`),
  overdue: (count) => `weighs as ${count === 1 ? '1 reader' : `${count} readers`}`,
  missed: (count) => (count === 1 ? '1 case' : `${count} cases`),
};

export function taskList(tasks: readonly Task[]): Html {
  return html`<ol class="tasks">
${tasks.map(
  ({ kind, action, what, people, why, todo, command }) => html`<li><h3><span class="action">${ACTIONS[action]}:</span> ${what}</h3>
<p class="why"><b>${PEOPLE[kind](people)}</b>, because ${why}.</p>
<p>${todo}</p>
<p><code>${command}</code></p></li>
`,
)}</ol>
`;
}
