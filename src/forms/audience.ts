/** Who may use a form or a channel. */
import type { ContactTexts } from '../texts/contact-texts.ts';
import type { Audience } from './form.ts';

/** What the product's signed context says of a reader, as far as a form may show it. */
export interface KnownReader {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly plan?: string | undefined;
  readonly verified?: boolean | undefined;
  readonly enterprise?: boolean | undefined;
}

/** Claims count only from a context whose signature the service has checked. */
export function mayUse(audience: Audience, reader: KnownReader | undefined): boolean {
  if (audience === 'everyone') return true;
  if (reader === undefined) return false;
  return audience === 'known' || reader[audience] === true;
}

/** How a known reader is named on the page. */
export function userWords({ name, email, plan }: KnownReader, t: ContactTexts['form']): string {
  const who = name ?? email;
  const first = who === undefined ? t.signedInAsNobody : t.signedInAs(name !== undefined && email !== undefined ? `${name} (${email})` : who);
  return plan === undefined ? `${first}.` : `${first}, ${t.plan(plan)}.`;
}
