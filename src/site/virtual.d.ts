declare module 'virtual:bedside/pictures' {
  import type { ImageMetadata } from 'astro';
  /** By path from the content root. */
  export const pictures: ReadonlyMap<string, ImageMetadata>;
}

declare module 'virtual:bedside/films' {
  /** Address by path from the content root: films, captions and chapters. */
  export const films: ReadonlyMap<string, string>;
}

declare module 'virtual:bedside/brand.css' {}
