/** What is suggested to somebody who writes to a person: the same in the browser and the service. */

export interface Suggestion {
  /** Path on the site, with base. */
  readonly url: string;
  readonly title: string;
  readonly summary: string;
}

export interface Suggestions {
  /** They are only a guess: better shown to nobody who did not ask for them. */
  readonly weak: boolean;
  /** Best first. */
  readonly results: readonly Suggestion[];
}

export type Suggester = (text: string) => Promise<Suggestions>;

/** A few that are looked at beat many that are not. */
export const SUGGESTED = 3;
