/** Lists and tables of a report page. */
import { html, type Html, type Part } from '../../status/markup.ts';
import type { Table } from '../tables.ts';

/** A table with its heading; wider than a phone it scrolls by itself, with the keyboard, too. */
export function tablePart({ id, title, note, columns, rows }: Table, prefix: string): Html {
  const name = `${prefix}-${id}`;
  return html`<div class="${columns.length > 3 ? 'table' : 'table slim'}">
<h3 id="${name}">${title}</h3>
${note !== '' && html`<p class="note">${sentence(note)}</p>
`}${rows.length === 0 ? html`<p>Nothing.</p>
` : grid(name, columns, rows)}</div>
`;
}

/** Those that say something; narrow ones stand beside each other. */
export function tablesOf(tables: readonly Table[], prefix: string): Html | false {
  const said = tables.filter((table) => table.rows.length > 0);
  return said.length > 0 && html`<div class="tables">
${said.map((table) => tablePart(table, prefix))}</div>
`;
}

/** Cells in rows; numbers stand under each other. */
export function grid(labelledBy: string, columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  const numeric = columns.map((_, column) => rows.every((row) => typeof row[column] === 'number' || row[column] === '–' || /^-?[\d.]+( %)?$/.test(String(row[column]))));
  const kind = (column: number): Part => numeric[column] === true && html` class="number"`;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="${labelledBy}"><table>
<thead><tr>${columns.map((column, index) => html`<th scope="col"${kind(index)}>${column === '' ? 'name' : column}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row"${kind(index)}>${cell}</th>` : html`<td${kind(index)}>${cell}</td>`))}</tr>
`)}</tbody>
</table></div>
`;
}

/** The numbers behind a chart, for whoever wants them, and for print. */
export function behind(id: string, columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  return html`<details><summary id="${id}">The figures behind it</summary>
${grid(id, columns, rows)}</details>
`;
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
