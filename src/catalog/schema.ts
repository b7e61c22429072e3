/**
 * What a support team may write, declared once.
 *
 * Each field's `describe` text becomes the build error, the editor's hover and the authors' table,
 * so it is written for a support lead, not for a programmer.
 */
import { z } from 'zod';
import { text } from './reader-length.ts';

/** A day on the calendar, `2026-11-23`; checked to exist (no 30 February). */
export const calendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a day as year-month-day, for example 2026-11-23', abort: true })
  .refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day), {
    message: 'a day that exists in the calendar',
  });

/** A span between two checks, `3 months`. */
const reviewInterval = z
  .string()
  .regex(/^[1-9]\d{0,2} (days?|weeks?|months?|years?)$/, 'a number and a unit, for example "3 months"');

/** The last part of an address: lower case letters and digits of any script, joined by hyphens. */
export const slug = z
  .string()
  .max(80)
  .regex(/^[\p{Ll}\p{Lo}\p{M}\p{N}]+(-[\p{Ll}\p{Lo}\p{M}\p{N}]+)*$/u, 'small letters, digits and single hyphens, for example reset-password');

/** A path on this site, `/billing/refunds/`. */
const sitePath = z.string().regex(/^\/(?!\/)[^\s?#\\]*$/, 'a path on this site that starts with one slash, for example /billing/refunds/');

/** An address on the web. Any other scheme could run code where a page links to it. */
const webAddress = z.url({ protocol: /^https?$/ });

/** First path segments that belong to the program, never to a category. */
export const RESERVED_SEGMENTS = ['search', 'status', 'contact', 'intake', 'admin', 'api', 'pagefind', 'media', 'assets', '404'] as const;

export const ARTICLE_KINDS = ['how-to', 'troubleshooting', 'explanation', 'policy'] as const;

export const articleSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]{6,12}$/, '6 to 12 small letters and digits')
    .describe('The article’s permanent name, used by votes and tickets. Never changes, even when the title or the file does.'),
  kind: z
    .enum(ARTICLE_KINDS)
    .describe('What the reader wants: to do something (how-to), to mend something (troubleshooting), to understand (explanation), or to know a rule (policy).'),
  title: text(8, 70).describe('What the reader would type. Specific, no full stop.'),
  summary: text(20, 160).describe('One sentence that answers. Shown in search and at the top of the page.'),
  related: z.array(z.string()).max(6).default([]).describe('The ids of articles that help next, best first.'),
  keywords: z.array(text(2, 60)).max(30).default([]).describe('Other words that readers use for this, for example "sign in" for "log in".'),
  errors: z
    .array(
      z.strictObject({
        code: text(1, 40).optional().describe('The code on the screen, for example VER-102.'),
        message: text(3, 200).describe('The message on the screen, word for word.'),
      }),
    )
    .max(20)
    .default([])
    .describe('Error messages that this article solves, so that a pasted message finds it.'),
  lastUpdated: calendarDay.describe('The day the meaning last changed.'),
  reviewedOn: calendarDay.optional().describe('The day somebody last checked that everything here is still true.'),
  reviewEvery: reviewInterval.optional().describe('How often to check, for example "3 months". Else the category’s, else the site’s.'),
  owner: text(2, 60).optional().describe('The team that keeps this article true. Else the category’s, else the site’s.'),
  expires: z
    .array(
      z.strictObject({
        day: calendarDay.describe('The last day on which these words are true.'),
        claim: text(3, 200).describe('The words, copied from the article.'),
      }),
    )
    .max(10)
    .default([])
    .describe('Words that stop being true on a known day, such as an offer or a deadline.'),
  order: z.number().int().min(0).max(10_000).default(100).describe('The place in the category: small numbers first, then by title.'),
  aliases: z.array(sitePath).default([]).describe('Addresses this article had before. They lead here.'),
  draft: z.boolean().default(false).describe('true keeps the article out of the published site.'),
  publishOn: calendarDay.optional().describe('The day from which a build publishes the article.'),
  components: z.array(slug).default([]).describe('Parts of the product this article is about, by their names on the status page.'),
  video: z
    .strictObject({
      title: text(4, 100).describe('What the film shows.'),
      file: z.string().describe('The film, beside the article.'),
      captions: z.string().describe('Its captions as WebVTT, beside the article. The words under the film come from them.'),
      chapters: z.string().optional().describe('Its chapters as WebVTT, beside the article.'),
      poster: z.string().describe('The still picture shown before it plays, beside the article.'),
      seconds: z.number().int().min(1).max(1_800).describe('Its length in seconds.'),
      recordedOn: calendarDay.optional().describe('The day it was made, for search engines.'),
    })
    .optional()
    .describe('A short film about the same task.'),
  sample: z
    .array(text(10, 300))
    .default([])
    .describe('Statements in this article that are sample content: true of the example, to be confirmed before you publish.'),
  binding: z
    .strictObject({
      title: text(3, 120).describe('The name of the text that is legally binding.'),
      href: z.url({ protocol: /^https$/ }).describe('Where the binding text stands.'),
    })
    .optional()
    .describe('For a policy: the text that is binding. This article only explains it.'),
});

export const categorySchema = z.strictObject({
  slug: slug.describe('The folder under articles/, and the first part of the address.'),
  title: text(3, 40).describe('The name readers see.'),
  description: text(20, 160).describe('One sentence that says what is inside.'),
  icon: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'small letters, digits and hyphens')
    .describe('The name of a Lucide icon, for example credit-card.'),
  owner: text(2, 60).optional().describe('The team that keeps these articles true, unless an article names another.'),
  reviewEvery: reviewInterval.optional().describe('How often to check these articles, unless an article says otherwise.'),
});

export const categoriesSchema = z.array(categorySchema).min(1);

const colorPair = z.strictObject({
  light: z.string().describe('On the light page. Any CSS color, for example oklch(0.45 0.1 250).'),
  dark: z.string().describe('On the dark page.'),
});

export const channelSchema = z.strictObject({
  id: slug.describe('A short name, used in addresses and reports.'),
  title: text(3, 40).describe('The name readers see.'),
  kind: z.enum(['chat', 'email', 'help-center', 'forum', 'phone', 'video']).describe('What sort of channel this is.'),
  href: z
    .string()
    .regex(/^(https:\/\/|mailto:|tel:|\/(?![/\\]))/, 'https://…, mailto:…, tel:… or a path on this site')
    .optional()
    .describe('Where it is. Leave out when the channel lives inside the product.'),
  where: text(0, 160).optional().describe('How to get there when it has no address, for example "In the app, select Need help?".'),
  availability: text(3, 160).describe('When it is open, with the time zone.'),
  response: text(3, 160).describe('How soon a reader hears back.'),
  bestFor: text(3, 160).describe('What it is good for.'),
  audience: text(0, 120).optional().describe('Who may use it, when not everybody.'),
  hours: slug.optional().describe('The calendar of the people who answer, by its id in support/calendars.yaml: readers see whether it is open now.'),
  form: slug.optional().describe('The contact form that leads to this channel, by the name of its file in support/forms/.'),
  addresses: z
    .array(
      z.strictObject({
        email: z.email().describe('The address.'),
        about: text(3, 120).describe('What it is for.'),
        category: slug.optional().describe('The category of support/triage.yaml that mail to it is about, unless its words say something more urgent.'),
      }),
    )
    .default([])
    .describe('Special addresses of this channel.'),
});

export const siteSchema = z.strictObject({
  name: text(2, 60).describe('The name of the help center.'),
  product: text(2, 60).describe('The product’s name.'),
  description: text(20, 160).describe('One sentence for search engines.'),
  question: text(5, 80).describe('The question on the home page, above the search field.'),
  url: webAddress.describe('The address of the help center, for example https://help.example.org.'),
  base: z.string().regex(/^\/([^\s/]+\/)*$/, 'a path that starts and ends with a slash').default('/').describe('The folder the site lives in, when not at the root.'),
  statusUrl: webAddress.optional().describe('The address of the status page, when it has its own.'),
  serviceUrl: webAddress.optional().describe('The address of the intake service, when it is not this site’s own.'),
  service: z.boolean().default(true).describe('false where no intake service runs: forms become emails, and votes are left out.'),
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'a language code, for example en or en-US').describe('The language of the interface.'),
  timeZone: z.string().describe('The time zone of the support team, for example America/New_York.'),
  brand: z.strictObject({
    accent: colorPair.describe('The one color for links, focus and the main button.'),
    onAccent: colorPair.describe('The text color on the main button.'),
    mark: z.string().max(3).optional().describe('One to three letters shown before the name.'),
  }),
  popular: z.array(z.string()).max(8).default([]).describe('The ids of the most-read articles, best first, for the home page.'),
  contactArticle: z.string().optional().describe('The id of the article about getting in touch, when there is one.'),
  owner: text(2, 60).describe('The team that keeps articles true, unless a category or article names another.'),
  reviewEvery: reviewInterval.describe('How often to check articles, unless a category or article says otherwise.'),
  editUrl: z
    .string()
    .regex(/^https:\/\/.*\{path\}/, 'an https address with {path} where the file’s path goes')
    .optional()
    .describe('Where to edit an article, with {path} for the file. Shows "Edit this page".'),
  channels: z.array(channelSchema).min(1).describe('Every way to reach support, in the order shown.'),
  emergency: text(0, 200).optional().describe('What to do in a medical emergency, shown where people ask for help.'),
});

/** Names of screens and buttons: one name for one thing, checked wherever an article uses <Ui>. */
export const termsSchema = z.strictObject({
  ui: z.array(text(1, 60)).default([]).describe('Every screen, menu and button that articles may name.'),
  avoid: z
    .array(z.strictObject({ word: text(2).describe('The word to avoid.'), use: text(2).describe('The word to use instead.') }))
    .default([])
    .describe('Words that confuse readers, and what we say instead.'),
});

/** What a reader may type: a word or a few. */
const spoken = text(2, 80);

/** How readers speak: other words for what the articles say. */
export const searchSchema = z.strictObject({
  synonyms: z
    .array(z.array(spoken).min(2).max(16))
    .default([])
    .describe('Groups of words and expressions that mean the same. Who types one of them finds all.'),
  oneWay: z
    .array(
      z.strictObject({
        from: z.array(spoken).min(1).max(24).describe('What readers type.'),
        to: z.array(spoken).min(1).max(8).describe('What the articles say.'),
      }),
    )
    .default([])
    .describe('Words that stand for others, but not the other way round: who types "karma" also finds "reputation".'),
  phrases: z
    .array(
      z.strictObject({
        say: z.array(spoken).min(1).max(24).describe('Whole expressions that readers type.'),
        search: spoken.describe('What is searched instead of them.'),
      }),
    )
    .default([])
    .describe('Expressions whose single words mislead: "talk to a human" is searched as "contact support".'),
  misspellings: z
    .record(spoken, spoken)
    .default({})
    .describe('Wrong writing and right writing. Only for what search does not mend by itself.'),
  faint: z
    .array(text(2, 40))
    .default([])
    .describe('Single words that nearly every question may hold, such as the product’s name: they say little about what is wanted.'),
  pinned: z
    .array(
      z.strictObject({
        queries: z.array(spoken).min(1).max(24).describe('What readers type, in any order of words.'),
        article: z.string().describe('The id of the article that always comes first for it.'),
      }),
    )
    .default([])
    .describe('Answers that always come first, whatever the ranking says. The last resort.'),
});

export type ArticleFields = z.output<typeof articleSchema>;
export type Category = z.output<typeof categorySchema>;
export type Channel = z.output<typeof channelSchema>;
export type Site = z.output<typeof siteSchema>;
export type Terms = z.output<typeof termsSchema>;
export type SearchWords = z.output<typeof searchSchema>;
