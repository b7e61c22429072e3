/** A piece of a page as data, so that browser and service show the same. */

export interface Part {
  readonly tag: string;
  /** As HTML writes them; one with an empty text stands without a value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Part | string)[];
}

export function part(tag: string, attributes: Readonly<Record<string, string>> = {}, ...children: readonly (Part | string)[]): Part {
  return { tag, attributes, children };
}
