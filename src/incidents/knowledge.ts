/** What the service knows of how readers speak: the rules that search uses, from the built site. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEXICON_HEAD } from '../search/build-lexicon.ts';
import { languageFor } from '../search/english.ts';
import type { LexiconHead } from '../search/lexicon.ts';
import { compileRules } from '../search/rules.ts';
import type { Knowledge } from './fits.ts';

/** Reads with the first call. A site without search knows its language alone. */
export function openKnowledge(folder: string, locale: string): () => Knowledge {
  let known: Knowledge | undefined;
  return () => (known ??= read(folder, locale));
}

function read(folder: string, locale: string): Knowledge {
  const language = languageFor(locale);
  try {
    const head = JSON.parse(readFileSync(join(folder, 'pagefind', LEXICON_HEAD), 'utf8')) as LexiconHead;
    return { language, rules: compileRules(head.rules, language) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { language };
  }
}
