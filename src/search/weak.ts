/** When the best answer is only a guess. */
import type { Slot } from './understanding.ts';
import { WEIGHTS } from './weights.ts';

/** Whether the best article has too little of what was asked. Nothing found is weak as well. */
export function isWeak(best: { readonly pinned: boolean; readonly certainty: number } | undefined, slots: readonly Slot[]): boolean {
  if (best === undefined) return true;
  const { coverage, sentence } = WEIGHTS.weak;
  return !best.pinned && best.certainty < (slots.length < sentence.words ? coverage : sentence.coverage);
}
