/** Words about open incidents by language. */
import { incidentsEn, type IncidentsTexts } from './incidents-en.ts';

export type { IncidentsTexts };

const languages: Readonly<Record<string, IncidentsTexts>> = { en: incidentsEn };

/** @throws when there is no file for it */
export function incidentsTextsFor(locale: string): IncidentsTexts {
  const texts = languages[locale.split('-')[0] ?? locale];
  if (texts === undefined) throw new Error(`Open incidents have no texts in "${locale}". Known: ${Object.keys(languages).join(', ')}.`);
  return texts;
}
