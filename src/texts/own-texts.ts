/** The requester's own page by language. */
import { ownEn } from './own-en.ts';

export type OwnTexts = typeof ownEn;

const languages: Readonly<Record<string, OwnTexts>> = { en: ownEn };

/** @throws when there is no file for it */
export function ownTextsFor(locale: string): OwnTexts {
  const texts = languages[locale.split('-')[0] ?? locale];
  if (texts === undefined) throw new Error(`The requester’s page has no texts in "${locale}". Known: ${Object.keys(languages).join(', ')}.`);
  return texts;
}
