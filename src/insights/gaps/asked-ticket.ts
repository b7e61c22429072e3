/** A ticket as far as its words are compared. It lives in memory only; what may be told of it is decided in `told.ts`. */
import type { Term } from '../wording.ts';

export interface AskedTicket {
  readonly id: string;
  readonly requester: string;
  readonly createdAt: number;
  /** What its first message speaks of, in its order, after what names a person was taken out. */
  readonly terms: readonly Term[];
  /** The article that search is sure of, for its subject or for its text; none when search would only guess. */
  readonly answer: string | undefined;
  /** Articles with which agents solved it. */
  readonly answeredBy: readonly string[];
  /** The article from which its requester went to the form. */
  readonly from: string | undefined;
}
