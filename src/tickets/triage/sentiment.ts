/** How the writer seems to feel. */
import type { Triage } from './compiled.ts';
import { labels, type Reading } from './reading.ts';

export interface Sentiment {
  readonly feeling: 'calm' | 'frustrated' | 'angry';
  readonly words: readonly string[];
}

/** From this share of capitals on, somebody shouts. */
const SHOUTED = 0.6;

export function sentimentOf(triage: Triage, reading: Reading): Sentiment {
  const { shouting, exclamations } = reading.words;
  const loud = shouting >= SHOUTED;
  const said = (phrases: Triage['angry']) => labels(reading.find(phrases).filter(reading.isSaid));
  const angry = said(triage.angry);
  if (angry.length > 0 || (loud && exclamations >= 2)) return { feeling: 'angry', words: angry.length > 0 ? angry : ['capitals', 'exclamation marks'] };
  const frustrated = said(triage.frustrated);
  if (frustrated.length > 0) return { feeling: 'frustrated', words: frustrated };
  if (loud || exclamations >= 3) return { feeling: 'frustrated', words: [loud ? 'capitals' : 'exclamation marks'] };
  return { feeling: 'calm', words: [] };
}
