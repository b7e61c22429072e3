/** The value of a file, and the lines its parts stand on. */
export interface Placed<T> {
  readonly value: T;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}
