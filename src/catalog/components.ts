/**
 * The components an article may use, and nothing else.
 *
 * The loader checks every tag and attribute against this table, the renderer turns each into markup,
 * and the authors' guide prints it.
 */
import { z } from 'zod';
import { text } from './reader-length.ts';

/** A picture by its place relative to the article. */
export const PICTURE_PATH = /^\.{1,2}\/[^?#\\]+\.(png|jpe?g|webp|avif|gif|svg)$/i;

const imageFile = z.string().regex(PICTURE_PATH, 'a picture beside the article, for example ./send-for-review.png');

export interface ComponentDefinition {
  /** What it is for, in the authors' words. */
  readonly purpose: string;
  readonly props: z.ZodObject;
  /** `text` sits inside a sentence, `block` stands alone, `empty` has no content. */
  readonly content: 'text' | 'block' | 'empty';
  /** The component it must stand in, when it makes no sense elsewhere. */
  readonly inside?: string;
}

export const CALLOUT_KINDS = ['note', 'tip', 'important', 'warning'] as const;

export const ARTICLE_COMPONENTS = {
  Steps: {
    purpose: 'Steps to follow in order. Put one numbered list inside.',
    props: z.strictObject({}),
    content: 'block',
  },
  Callout: {
    purpose: 'Something the reader must not miss.',
    props: z.strictObject({
      kind: z.enum(CALLOUT_KINDS).default('note').describe('How serious it is.'),
      title: text(2, 80).optional().describe('A short heading. Else the kind’s own name.'),
    }),
    content: 'block',
  },
  Tabs: {
    purpose: 'The same task in two or more places, for example on the web and in the app. Put <Tab> parts inside.',
    props: z.strictObject({}),
    content: 'block',
  },
  Tab: {
    purpose: 'One part of <Tabs>.',
    props: z.strictObject({ title: text(2, 40).describe('The name on the tab.') }),
    content: 'block',
    inside: 'Tabs',
  },
  Figure: {
    purpose: 'A picture. When a file named like it but ending in .dark.png stands beside it, dark pages show that one.',
    props: z.strictObject({
      src: imageFile.describe('The picture, beside the article.'),
      alt: z.string().trim().min(1).max(300).describe('What the picture tells, for a reader who cannot see it.'),
      caption: text(0, 200).optional().describe('Words shown under the picture.'),
      wide: z.literal('yes').optional().describe('"yes" for a picture of a whole window; else pictures keep the width of a phone screen or of their own pixels.'),
    }),
    content: 'empty',
  },
  Ui: {
    purpose: 'The name of a screen, menu or button, as it stands on the screen and in terms.yaml. Write a path with ">": <Ui>Settings > Privacy</Ui>.',
    props: z.strictObject({}),
    content: 'text',
  },
  Details: {
    purpose: 'A part that only few readers need, folded away.',
    props: z.strictObject({ summary: text(3, 120).describe('The line that opens it.') }),
    content: 'block',
  },
} as const satisfies Record<string, ComponentDefinition>;

export type ComponentName = keyof typeof ARTICLE_COMPONENTS;

/** Plain HTML tags that an article may use inside a sentence, with the attributes each may carry. */
export const ARTICLE_HTML: Readonly<Record<string, readonly string[]>> = {
  abbr: ['title'],
  br: [],
  kbd: [],
  mark: [],
  sub: [],
  sup: [],
};
