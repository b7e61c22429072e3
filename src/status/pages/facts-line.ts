/** Short facts in one line, which breaks between them. */
import { html, type Html } from '../markup.ts';

export function factsLine(facts: readonly (Html | string | false | undefined)[]): Html {
  return html`<p class="facts-line quiet small">${facts.filter((one) => one !== undefined && one !== false && one !== '').map((one) => html`<span>${one}</span> `)}</p>
`;
}
