/** JSON Schemas of everything an author writes, for editors: the same words as the errors of a build. */
import { z } from 'zod';
import { redirectsSchema } from '../catalog/redirects.ts';
import type { Lengths } from '../catalog/reader-length.ts';
import { releasesSchema } from '../catalog/releases.ts';
import { articleSchema, categoriesSchema, searchSchema, siteSchema, termsSchema } from '../catalog/schema.ts';
import { calendarsSchema } from '../catalog/support/calendars.ts';
import { earlySignalSchema } from '../catalog/support/early-signal.ts';
import { escalationSchema } from '../catalog/support/escalation.ts';
import { followUpSchema } from '../catalog/support/follow-up.ts';
import { insightsSchema } from '../catalog/support/insights.ts';
import { policiesSchema } from '../catalog/support/policies.ts';
import { formSchema } from '../catalog/support/forms-schema.ts';
import { retentionSchema } from '../catalog/support/retention.ts';
import { teamsSchema } from '../catalog/support/teams.ts';
import { triageSchema } from '../catalog/support/triage.ts';
import { wordingSchema } from '../catalog/support/wording.ts';
import { replySchema } from '../catalog/support/replies.ts';
import { componentsSchema, incidentSchema, maintenanceSchema } from '../catalog/status-schema.ts';
import { checksSchema } from '../checks/settings.ts';

export interface EditorSchema {
  /** `schemas/<name>.schema.json`. */
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType;
  /** The files it is about, from the content folder: YAML as a whole, others by the fields at their top. */
  readonly files: readonly string[];
}

/** A line here gives a kind of file its schema, its completion and squiggles, and its table for authors. */
export const EDITOR_SCHEMAS: readonly EditorSchema[] = [
  { name: 'article', title: 'The fields at the top of an article', schema: articleSchema, files: ['articles/**/*.mdx'] },
  { name: 'site', title: 'site.yaml: the brand, the addresses and the channels', schema: siteSchema, files: ['site.yaml'] },
  { name: 'categories', title: 'categories.yaml: the categories in their order', schema: categoriesSchema, files: ['categories.yaml'] },
  { name: 'terms', title: 'terms.yaml: names of screens, and words to avoid', schema: termsSchema, files: ['terms.yaml'] },
  { name: 'search', title: 'search.yaml: how readers speak', schema: searchSchema, files: ['search.yaml'] },
  { name: 'redirects', title: 'redirects.yaml: where old addresses lead', schema: redirectsSchema, files: ['redirects.yaml'] },
  { name: 'releases', title: 'releases.yaml: what changed in the product', schema: releasesSchema, files: ['releases.yaml'] },
  { name: 'checks', title: 'checks.yaml: findings that are right as they are', schema: checksSchema, files: ['checks.yaml'] },
  { name: 'calendars', title: 'support/calendars.yaml: when somebody works', schema: calendarsSchema, files: ['support/calendars.yaml'] },
  { name: 'policies', title: 'support/policies.yaml: what is promised', schema: policiesSchema, files: ['support/policies.yaml'] },
  { name: 'teams', title: 'support/teams.yaml: who answers', schema: teamsSchema, files: ['support/teams.yaml'] },
  { name: 'triage', title: 'support/triage.yaml: category, priority and tags by words', schema: triageSchema, files: ['support/triage.yaml'] },
  { name: 'escalation', title: 'support/escalation.yaml: what moves a ticket up, and who is told', schema: escalationSchema, files: ['support/escalation.yaml'] },
  { name: 'early-signal', title: 'support/early-signal.yaml: what tells that something broke', schema: earlySignalSchema, files: ['support/early-signal.yaml'] },
  { name: 'follow-up', title: 'support/follow-up.yaml: rating, closing, opening again', schema: followUpSchema, files: ['support/follow-up.yaml'] },
  { name: 'retention', title: 'support/retention.yaml: how long words of people are kept', schema: retentionSchema, files: ['support/retention.yaml'] },
  { name: 'wording', title: 'support/wording.yaml: what a reply is looked over for', schema: wordingSchema, files: ['support/wording.yaml'] },
  { name: 'insights', title: 'support/insights.yaml: targets of the reports', schema: insightsSchema, files: ['support/insights.yaml'] },
  { name: 'form', title: 'support/forms/*.yaml: a contact form', schema: formSchema, files: ['support/forms/*.yaml'] },
  { name: 'reply', title: 'The fields at the top of a reply template', schema: replySchema, files: ['replies/*.md'] },
  { name: 'status-components', title: 'status/components.yaml: the parts of the product', schema: componentsSchema, files: ['status/components.yaml'] },
  { name: 'incident', title: 'The fields at the top of an incident', schema: incidentSchema, files: ['status/incidents/*.md'] },
  { name: 'maintenance', title: 'The fields at the top of a maintenance', schema: maintenanceSchema, files: ['status/maintenance/*.md'] },
];

/** @returns path from the project's root → content */
export function jsonSchemas(): Map<string, string> {
  return new Map(
    EDITOR_SCHEMAS.map(({ name, title, schema }) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-7', override: forEditors });
      return [`schemas/${name}.schema.json`, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}

function forEditors(made: Made): void {
  sayPattern(made);
  sayLengths(made);
}

interface Made {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** An editor shows a pattern that does not fit as it is, unless there are words for it: those of the build. */
function sayPattern({ zodSchema, jsonSchema }: Made): void {
  const checks = jsonSchema.pattern === undefined ? [] : (zodSchema._zod.def.checks ?? []);
  const regex = checks.map(({ _zod }) => _zod.def as z.core.$ZodCheckRegexDef).find(({ format }) => format === 'regex');
  const said = regex?.error?.({ input: undefined, code: 'invalid_format' } as never);
  const words = typeof said === 'string' ? said : said?.message;
  if (words !== undefined) jsonSchema['patternErrorMessage'] = `Expected ${words}.`;
}

/** An editor counts every character as one: it must not call too short what a build takes. */
function sayLengths({ jsonSchema }: Made): void {
  const lengths = jsonSchema['lengths'] as Lengths | undefined;
  if (lengths === undefined) return;
  delete jsonSchema['lengths'];
  if (lengths.from > 0) jsonSchema.minLength = Math.ceil(lengths.from / 2);
  if (lengths.to !== undefined) jsonSchema.maxLength = lengths.to;
}
