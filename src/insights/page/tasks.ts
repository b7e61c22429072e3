/** What to do first, as a numbered list: what, why, and where to begin. */
import { html, type Html } from '../../status/markup.ts';
import type { Task } from '../first-things.ts';
import { sentence } from './tables.ts';

const ACTIONS: Readonly<Record<Task['action'], string>> = { write: 'Write', extend: 'Extend', retitle: 'Retitle', 'add synonym': 'Add words for', fix: 'Mend', check: 'Check', 'catch up': 'Catch up' };
export function taskList(tasks: readonly Task[]): Html {
  return html`<ol class="tasks">
${tasks.map(
  ({ kind, action, what, people, why, todo, command }) => html`<li><h3><span class="action">${ACTIONS[action]}:</span> ${what}</h3>
<p>${kind === 'gap' && html`<b>${people === 1 ? '1 person' : `${people} people`}:</b> `}${kind === 'gap' ? `${why}.` : sentence(why)}</p>
<p>${todo}</p>
<p><code>${command}</code></p></li>
`,
)}</ol>
`;
}
