/** What a contact page says before its form is touched, by language: half of the words, so that the page loads half. */
import { contactFirstEn } from './contact-first-en.ts';

export type ContactFirstTexts = typeof contactFirstEn;

const languages: Readonly<Record<string, ContactFirstTexts>> = { en: contactFirstEn };

/** @throws when there is no file for it */
export function contactFirstTextsFor(locale: string): ContactFirstTexts {
  const texts = languages[locale.split('-')[0] ?? locale];
  if (texts === undefined) throw new Error(`The contact pages have no texts in "${locale}". Known: ${Object.keys(languages).join(', ')}.`);
  return texts;
}
