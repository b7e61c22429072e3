/** What a contact form asks, as data: `support/forms/<form>.yaml`. */
import { z } from 'zod';
import { text } from '../reader-length.ts';
import { slug } from '../schema.ts';

/** What is true of a reader whom the product has named; `everyone` needs nothing. */
export const AUDIENCES = ['everyone', 'known', 'verified', 'enterprise'] as const;
export const FIELD_KINDS = ['text', 'textarea', 'choice', 'date', 'email', 'name', 'consent', 'file'] as const;

/** Names that every form has already, or that its sending needs. */
export const RESERVED_NAMES = ['form', 'topic', 'name', 'email', 'subject', 'message', 'token', 'key', 'proof', 'step', 'user', 'article', 'query', 'website', 'intended', 'incident', 'tell', 'otherMatter'] as const;

const label = text(2, 120);
const hint = text(3, 240);

export const topicSchema = z.strictObject({
  id: slug.describe('A short name, used in tickets and reports. Never changes.'),
  label: label.describe('What the reader came for, in their words, without a full stop.'),
  hint: hint.optional().describe('One more sentence, when the label alone is not clear.'),
  category: slug.optional().describe('The ticket category this topic belongs to. Else the form’s.'),
  component: slug.optional().describe('The part of the product this is about, by its name on the status page.'),
  articles: z.array(z.string()).max(3).default([]).describe('The ids of articles that may answer it, best first. They are suggested before anything is written.'),
});

export const fieldSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]{1,39}$/, 'small and capital letters and digits, for example orderNumber')
    .describe('A short name, used in tickets. Never changes. Attachments are always called files.'),
  label: label.describe('The question, as the reader sees it.'),
  hint: hint.optional().describe('Help that stands above the field: what to enter, or where to find it.'),
  kind: z
    .enum(FIELD_KINDS)
    .describe('What is asked for: one line (text), several lines (textarea), one of a list (choice), a day (date), an email address (email), a person’s name (name), a tick that is needed to go on (consent), or attachments (file).'),
  required: z.boolean().default(false).describe('Whether it must be answered. Ask only for what an answer needs.'),
  error: text(5, 120).optional().describe('What to say when it is not answered, for example "Choose a reason". Else made from the label.'),
  options: z
    .array(
      z.strictObject({
        value: slug.describe('A short name, used in tickets. Never changes.'),
        label: label.describe('What the reader chooses.'),
        hint: hint.optional().describe('One more sentence.'),
      }),
    )
    .max(30)
    .default([])
    .describe('For a choice: what can be chosen.'),
  showIf: z
    .record(z.string(), z.union([slug, z.array(slug).min(1)]))
    .optional()
    .describe('Ask only when an earlier choice, or the topic, has one of these values: "topic: delayed" or "topic: [delayed, refused]".'),
  minLength: z.int().min(1).max(1_000).optional().describe('The fewest characters that make sense.'),
  maxLength: z.int().min(1).max(10_000).optional().describe('The most characters that are taken.'),
  when: z.enum(['past', 'future']).optional().describe('For a date: whether it lies in the past or in the future. Today is both.'),
  autocomplete: z
    .string()
    .regex(/^[a-z-]+$/)
    .optional()
    .describe('What a browser may fill in by itself, for example tel or organization.'),
});

export const formSchema = z.strictObject({
  title: text(3, 60).describe('The name of the form.'),
  description: text(10, 200).describe('One sentence that says what it is for.'),
  order: z.int().min(0).max(1_000).default(100).describe('The place in the list: small numbers first.'),
  audience: z
    .enum(AUDIENCES)
    .default('everyone')
    .describe('Who may use it. Anything but everyone needs a reader whom the product has named: known (an account), verified, or enterprise.'),
  otherwise: text(10, 240).optional().describe('What everyone else is told, when the form is not for everyone.'),
  channel: slug.describe('The channel whose hours and promise hold for this form, by its id in site.yaml.'),
  promise: text(10, 200).optional().describe('How soon a person answers, when the policies do not say it, such as a call back. Else the slowest promise that they allow.'),
  fallback: z.email().optional().describe('Where to write when the form cannot be sent. Else the channel’s first address.'),
  category: slug.optional().describe('The ticket category of this form, unless a topic names another.'),
  notice: text(10, 300).optional().describe('What the reader has to know before writing.'),
  question: label.default('What do you need help with?').describe('The question above the topics.'),
  topics: z.array(topicSchema).min(1).max(10).describe('What the reader may come for. With one topic, nothing is asked.'),
  fields: z.array(fieldSchema).max(12).default([]).describe('What else is asked, in this order, between the topic and the message.'),
  message: z
    .union([z.literal(false), z.strictObject({ label: label.optional().describe('The question above the large field.'), hint: hint.optional().describe('What to write.') })])
    .default({})
    .describe('The large field: its label and hint, or false when the form’s own fields say all.'),
  next: z.array(text(10, 240)).min(1).max(4).describe('What happens after sending, in order, one sentence each.'),
});

export type FormFields = z.output<typeof formSchema>;
export type Topic = z.output<typeof topicSchema>;
export type Field = z.output<typeof fieldSchema>;
export type Audience = (typeof AUDIENCES)[number];
