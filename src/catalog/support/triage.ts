/** The words and rules by which a message gets its category, priority and tags. */
import { z } from 'zod';
import { text } from '../reader-length.ts';
import { slug } from '../schema.ts';
import { PRIORITIES } from './priorities.ts';

export const TRIAGE_FILE = 'support/triage.yaml';

const phrase = z
  .string()
  .min(2)
  .max(400)
  .describe('Words in their order. Any form of a word counts: "crash" is also "crashed". =word: this form only. word*: whatever begins so. a|b: either. #: a number. <list>: any phrase of a list. word?: may be missing. ^: where a clause begins. ..3: up to three other words, ..0: directly after, ...: up to five.');
const phrases = z.array(phrase).min(1);
const listName = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'small letters, digits and hyphens');
const priority = z.enum(PRIORITIES);
const reach = z.number().int().min(1).max(12);

const categorySchema = z.strictObject({
  id: slug.describe('A short permanent name. teams.yaml and forms use it.'),
  title: text(3, 60).describe('What people see.'),
  words: z.array(phrase).default([]).describe('Words that speak for this category. In the subject they count twice.'),
  hints: z.array(phrase).default([]).describe('Words that speak for it a little.'),
  broken: z.array(phrase).default([]).describe('Words that speak for it only when something does not work, not in a question.'),
});

export const ruleSchema = z.strictObject({
  code: slug.describe('A short permanent name; it stands in the ticket’s log.'),
  says: text(10, 160).describe('Why, in one sentence for an agent: "The platform cannot be reached."'),
  priority: priority.optional().describe('The priority, when this rule applies. Missing: the rule only tags, or applies only when many are affected.'),
  many: priority.optional().describe('The priority when several people are affected (see meaning.many).'),
  alone: priority.optional().describe('The priority when the writer says that nobody else is affected (see meaning.alone).'),
  category: slug.optional().describe('The category it decides. Missing: the words of the categories decide.'),
  when: phrases.describe('It applies when one of these stands in the message.'),
  also: phrases.optional().describe('And one of these in the same sentence.'),
  together: z.array(phrases).min(1).max(3).optional().describe('And one of each of these groups in the same sentence, before or after: a thing, an owner, a deed.'),
  with: phrases.optional().describe('And one of these anywhere in the message.'),
  unless: phrases.optional().describe('But not when one of these stands in the same sentence.'),
  without: phrases.optional().describe('But not when one of these stands anywhere in the message.'),
  waited: z.number().int().min(1).max(365).optional().describe('And more than this many days have passed, as the writer says.'),
  passes: z.boolean().default(false).describe('true: not when it is over ("yesterday’s outage", "works again").'),
  always: z.boolean().default(false).describe('true: also when negated or supposed. For words that speak of a question: "bug bounty".'),
  otherLanguage: z.boolean().default(false).describe('true: only in a message of another language, where no other rule applies.'),
  security: z.boolean().default(false).describe('true: marks the ticket as a matter of security.'),
  compliance: z.boolean().default(false).describe('true: marks it as a matter of privacy or law.'),
  tags: z.array(slug).max(5).default([]).describe('Tags that it adds.'),
});

const meaningSchema = z.strictObject({
  negation: z
    .array(z.strictObject({ words: phrases.describe('Words that deny.'), reach: reach.describe('How many words after them are denied, within the clause.') }))
    .default([])
    .describe('"not down": what stands after these words is not so.'),
  supposed: z
    .array(z.strictObject({ words: phrases.describe('Words that suppose or only mention.'), except: z.array(phrase).default([]).describe('But not as part of one of these: "I do not know if …".'), reach: reach.or(z.literal('clause')).or(z.literal('sentence')).describe('How many words after them; "clause" to the next comma, "sentence" the whole sentence.') }))
    .default([])
    .describe('"what if we were hacked", "a case about": what stands there is not said to be so.'),
  past: z.array(phrase).default([]).describe('"yesterday’s outage": in this sentence it is over. Counts for rules with passes.'),
  over: z.array(phrase).default([]).describe('"works again": whatever stands before it is over. Counts for rules with passes.'),
  still: z.array(phrase).default([]).describe('In this sentence nothing is over: "still".'),
  boilerplate: z.array(phrase).default([]).describe('A sentence with one of these is not read: legal footers, signatures.'),
  ignored: z.array(phrase).default([]).describe('Expressions that only look like trouble: "critical care", "wound breach".'),
  many: z.array(phrase).default([]).describe('Several people are affected.'),
  notMany: z.array(phrase).default([]).describe('"nobody answers": speaks of many people and does not mean that they are affected.'),
  alone: z.array(phrase).default([]).describe('Only the writer is affected.'),
});

export const triageSchema = z.strictObject({
  default: z.strictObject({
    category: slug.describe('When no word speaks for any.'),
    broken: slug.describe('The category when something does not work and no word speaks for any.'),
    priority: priority.describe('When no rule applies.'),
    question: priority.describe('When no rule applies and the message asks something.'),
    otherLanguage: priority.describe('For a message in another language. It is not guessed at, so nothing low.'),
  }).describe('What a ticket gets when nothing decides.'),
  vip: z
    .strictObject({
      reputation: z.number().int().min(1).optional().describe('From this reputation on.'),
      plans: z.array(slug).default([]).describe('Everybody with one of these plans.'),
    })
    .default({ plans: [] })
    .describe('Which known customers are marked as VIP. The mark raises no priority; it escalates.'),
  categories: z.array(categorySchema).min(1).describe('In this order when two have the same weight.'),
  lists: z.record(listName, phrases).default({}).describe('Phrases that mean the same, used in others as <name>.'),
  fillers: z.array(z.string().regex(/^[a-z]+$/, 'one word of small letters')).default([]).describe('Little words that may stand between the words of a phrase.'),
  separators: z.array(z.string().regex(/^[a-z]+$/, 'one word of small letters')).default([]).describe('Words that begin a new clause, such as "but". Denials end there.'),
  misspellings: z.record(z.string().regex(/^[\p{Ll}\p{N}]+$/u, 'one word'), z.string()).default({}).describe('Wrong writing and right writing. One wrong letter in a long word is mended without.'),
  meaning: meaningSchema.prefault({}).describe('How a sentence can be meant otherwise.'),
  rules: z.array(ruleSchema).min(1).describe('All that apply are counted; the highest priority wins, and of equal ones the first.'),
  sentiment: z
    .strictObject({ angry: z.array(phrase).default([]).describe('Words of anger.'), frustrated: z.array(phrase).default([]).describe('Words of frustration.') })
    .prefault({})
    .describe('How the writer feels. Capitals and exclamation marks count as well.'),
});

export type TriageRules = z.output<typeof triageSchema>;
export type TriageRule = z.output<typeof ruleSchema>;
