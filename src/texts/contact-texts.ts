/** Contact by language. Apart from the rest of the interface, so that a form's page loads no other words. */
import { contactEn } from './contact-en.ts';

export type ContactTexts = typeof contactEn;

const languages: Readonly<Record<string, ContactTexts>> = { en: contactEn };

/** @throws when there is no file for it */
export function contactTextsFor(locale: string): ContactTexts {
  const texts = languages[locale.split('-')[0] ?? locale];
  if (texts === undefined) throw new Error(`The contact pages have no texts in "${locale}". Known: ${Object.keys(languages).join(', ')}.`);
  return texts;
}
