/** The page of all ways: hours by the reader's clock, and what was carried here. */
import { textsFor } from '../texts/texts.ts';
import { marked, say, setHidden } from './dom.ts';
import { showHours } from './hours-client.ts';
import { knownContext, readCarried } from './kept.ts';

knownContext();
showHours(document);
const { words } = readCarried();
if (words !== undefined) {
  const place = marked(document, 'carried-words');
  say(place, textsFor(document.documentElement.lang).contactPages.ways.carried(words));
  setHidden(place, false);
}
