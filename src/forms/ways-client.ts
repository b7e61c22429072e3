/** The page of all ways: hours by the reader's clock, and what was carried here. */
import { contactFirstTextsFor } from '../texts/contact-first-texts.ts';
import { marked, say, setHidden } from './dom.ts';
import { showHours } from './hours-client.ts';
import { knownContext, readCarried } from './kept.ts';

knownContext();
showHours(document);
const { words } = readCarried();
if (words !== undefined) {
  const place = marked(document, 'carried-words');
  say(place, contactFirstTextsFor(document.documentElement.lang).ways.carried(words));
  setHidden(place, false);
}
