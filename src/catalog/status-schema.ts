/**
 * What a team may write about the state of its product: parts, incidents, maintenance.
 *
 * As in `schema.ts`, each `describe` text becomes the build error, the editor's hover and the operators' table.
 */
import { z } from 'zod';
import { MOMENT } from './moments.ts';
import { text } from './reader-length.ts';
import { slug } from './schema.ts';

const moment = z.string().regex(MOMENT, 'a day and a time, for example 2026-11-23 14:30');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as year-month-day, for example 2026-11-23');

/** From best to worst. Maintenance is not written here: it follows from its window. */
export const COMPONENT_STATES = ['operational', 'degraded performance', 'partial outage', 'major outage'] as const;
export const INCIDENT_STATES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const;
export const IMPACTS = ['none', 'minor', 'major', 'critical'] as const;
export const MAINTENANCE_STATES = ['scheduled', 'in progress', 'verifying', 'completed'] as const;

const recordId = z
  .string()
  .regex(/^[a-z0-9]{6,12}$/, '6 to 12 small letters and digits')
  .describe('The permanent name, used in addresses, feeds and by monitors. Never changes, even when the title or the file does.');

const title = text(5, 100).describe('What a reader sees, in their words: "Problems with creating posts", not "API 5xx".');
const sample = z.boolean().default(false).describe('true marks an example that never happened. The page says so.');

export const componentsSchema = z.strictObject({
  recordedSince: day.describe('The day from which incidents are recorded here. Time before it counts as unknown, never as up.'),
  groups: z
    .array(
      z.strictObject({
        slug: slug.describe('A short permanent name.'),
        name: text(2, 40).describe('The heading above the group’s parts.'),
        description: text(0, 160).optional().describe('One sentence, when the name is not enough.'),
      }),
    )
    .default([])
    .describe('Headings for parts that belong together, in the order shown.'),
  components: z
    .array(
      z.strictObject({
        slug: slug.describe('The permanent name that articles, incidents and monitors use.'),
        name: text(2, 40).describe('The name readers know the part by.'),
        description: text(0, 160).optional().describe('What a reader does with it, in one sentence.'),
        group: z.string().optional().describe('The slug of its group. Parts without one stand first.'),
        since: day.optional().describe('The day this part began to be recorded, when later than recordedSince.'),
        onlyWhenDegraded: z.boolean().default(false).describe('true shows the part only while something is wrong with it.'),
      }),
    )
    .min(1)
    .describe('The parts of the product, in the order shown.'),
  subscriptions: z.boolean().default(false).describe('true lets readers ask to be told of incidents and maintenance by email or webhook. It needs the intake service.'),
});

const affected = z.record(z.string(), z.enum(COMPONENT_STATES));

export const incidentSchema = z.strictObject({
  id: recordId,
  title,
  impact: z.enum(IMPACTS).describe('How bad it is for the product as a whole: none, minor, major or critical.'),
  started: moment.optional().describe('When it began, if that was before the first update. A time without an offset is in the site’s time zone.'),
  sample,
  updates: z
    .array(
      z.strictObject({
        at: moment.describe('When this was posted. A time without an offset is in the site’s time zone.'),
        state: z.enum(INCIDENT_STATES).describe('Where the work stands: investigating, identified, monitoring, resolved or postmortem.'),
        text: text(10, 2_000).describe('What readers should know. Markdown without HTML.'),
        components: affected.default({}).describe('Parts whose state changed, with their new state. When resolved, all of them work again.'),
        nextUpdateBy: moment.optional().describe('The time by which the next update comes. The page shows when it is overdue.'),
        reopens: z.boolean().default(false).describe('true when the incident was resolved and has come back.'),
      }),
    )
    .min(1)
    .describe('What was said and when, oldest first.'),
});

export const maintenanceSchema = z.strictObject({
  id: recordId,
  title,
  announced: moment.describe('When it was first announced.'),
  from: moment.describe('When the work begins. A time without an offset is in the site’s time zone.'),
  until: moment.describe('When the work ends.'),
  components: z.array(z.string()).min(1).describe('The parts that may not work during it.'),
  text: text(10, 2_000).describe('What happens and what a reader can still do. Markdown without HTML.'),
  sample,
  updates: z
    .array(
      z.strictObject({
        at: moment.describe('When this was posted.'),
        state: z.enum(MAINTENANCE_STATES).describe('scheduled for news before it, in progress, verifying, or completed when it ended early. The clock does the rest.'),
        text: text(10, 2_000).describe('What readers should know. Markdown without HTML.'),
      }),
    )
    .default([])
    .describe('News besides the announcement, oldest first. Begin and end are posted by the clock.'),
});

export type ComponentState = (typeof COMPONENT_STATES)[number];
export type IncidentState = (typeof INCIDENT_STATES)[number];
export type Impact = (typeof IMPACTS)[number];
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number];
