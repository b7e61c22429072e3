/** Every word of the interface, by language. A language is a file that satisfies `Texts`. */
import { en } from './en.ts';

export type Texts = typeof en;

const languages: Readonly<Record<string, Texts>> = { en };

/**
 * The interface in a language.
 *
 * @param locale `en`, `en-US`
 * @throws when there is no file for it, with the ones there are
 */
export function textsFor(locale: string): Texts {
  const language = locale.split('-')[0] ?? locale;
  const texts = languages[language];
  if (texts === undefined) throw new Error(`The interface has no texts in "${locale}". Known: ${Object.keys(languages).join(', ')}.`);
  return texts;
}

/** Languages whose interface is written. */
export const LANGUAGES: readonly string[] = Object.keys(languages);
