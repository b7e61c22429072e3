/** Loads `support/` and `replies/` of a content tree: how tickets are taken, promised, routed and answered. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDataFile, readOptionalDataFile } from '../data-file.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Site } from '../schema.ts';
import type { StatusTree } from '../status-tree.ts';
import { CALENDARS_FILE, calendarsSchema, readCalendars, type Calendar } from './calendars.ts';
import { EARLY_SIGNAL_FILE, earlySignalSchema, readEarlySignal, type EarlySignal } from './early-signal.ts';
import { ESCALATION_FILE, escalationSchema, NO_ESCALATION, readEscalation, type Escalation } from './escalation.ts';
import { FOLLOW_UP_FILE, followUpSchema, readFollowUp, type FollowUp } from './follow-up.ts';
import { checkChannels, checkMailForms, readForms, type Form } from './forms.ts';
import { INSIGHTS_FILE, insightsSchema, readInsights, type Insights } from './insights.ts';
import { checkPolicyTiers, POLICIES_FILE, policiesSchema, readPolicies, type PolicyVersion } from './policies.ts';
import type { CheckReplyLink } from '../reply-links.ts';
import { readReplies, type Replies } from './replies.ts';
import { RETENTION_DEFAULTS, RETENTION_FILE, retentionSchema, type Retention } from './retention.ts';
import { readTriage } from './read-triage.ts';
import type { Teams } from './teams.ts';
import type { TriageRules } from './triage.ts';
import type { LearnedWords, TriageExample } from './triage-examples.ts';
import { WORDING_FILE, wordingSchema, type Wording } from './wording.ts';

export interface Support {
  /** Path of the folder from the content root. */
  readonly folder: 'support';
  /** When somebody works, by id. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** What is promised, oldest table first; empty when nothing is. */
  readonly policies: readonly PolicyVersion[];
  /** Who answers; missing when the tree does not say. */
  readonly teams: Teams | undefined;
  /** The words and rules of triage; missing when the tree has none. */
  readonly triage: TriageRules | undefined;
  /** Messages that the team has rated; not in what a build writes, which holds only the words that were learned. */
  readonly examples?: readonly TriageExample[] | undefined;
  readonly learned?: LearnedWords | undefined;
  /** Who is told when a ticket needs more, and what moves it there. */
  readonly escalation: Escalation;
  /** What is sent, by the template's name. */
  readonly replies: Replies;
  /** What happens after a ticket was solved; missing when nothing does by itself. */
  readonly followUp: FollowUp | undefined;
  /** What a reply is looked over for. */
  readonly wording: Wording;
  /** What the plan wants of the figures in reports; missing in data that an earlier build wrote. */
  readonly insights?: Insights | undefined;
  /** What tells that something broke; missing without a status page, and in data that an earlier build wrote. */
  readonly earlySignal?: EarlySignal | undefined;
  /** How long what people wrote is kept. */
  readonly retention: Retention;
  /** Contact forms in their order. */
  readonly forms: readonly Form[];
}

/** What the rest of the tree says, for references. */
export interface SupportSurroundings {
  readonly site: Site;
  /** Ids of all articles, drafts included. */
  readonly articles: ReadonlySet<string>;
  readonly status: StatusTree | undefined;
  /** What a reply says of pages of this site. */
  readonly checkReplyLink: CheckReplyLink;
}

/** @returns `undefined` when the tree has no `support/`, or when an error makes it unusable; every problem is reported */
export function readSupport(root: string, around: SupportSurroundings, report: (diagnostic: Diagnostic) => void): Support | undefined {
  if (!existsSync(join(root, 'support'))) return undefined;
  let wrong = false;
  const noted = (diagnostic: Diagnostic) => {
    wrong ||= diagnostic.severity === 'error';
    report(diagnostic);
  };
  const calendarFile = readOptionalDataFile(root, CALENDARS_FILE, calendarsSchema, noted);
  const calendars = calendarFile && readCalendars(calendarFile, noted);
  const policyFile = existsSync(join(root, POLICIES_FILE)) ? readDataFile(root, POLICIES_FILE, policiesSchema, noted) : undefined;
  const policies = policyFile && calendars ? readPolicies(policyFile, calendars, around.site.timeZone, noted) : [];
  const { site, status } = around;
  const forms = readForms(root, { channels: site.channels, articles: around.articles, components: status?.components.map(({ slug }) => slug) }, noted);
  if (!site.service) checkMailForms(forms, site.channels, noted);
  if (calendars) checkChannels(site.channels, forms, calendars.keys(), noted);
  const { teams, triage, examples } = readTriage(root, noted);
  if (policyFile && teams) checkPolicyTiers(policyFile, teams.tiers.map(({ id }) => id), noted);
  const escalationFile = existsSync(join(root, ESCALATION_FILE)) ? readDataFile(root, ESCALATION_FILE, escalationSchema, noted) : undefined;
  const known = { tiers: teams?.tiers ?? [], teams: (teams?.teams ?? []).map(({ id }) => id), calendars: [...(calendars?.keys() ?? [])], categories: (triage?.categories ?? []).map(({ id }) => id) };
  const escalation = escalationFile ? readEscalation(escalationFile, known, noted) : NO_ESCALATION;
  const components = (status?.components ?? []).map(({ slug }) => slug);
  const signalFile = readOptionalDataFile(root, EARLY_SIGNAL_FILE, earlySignalSchema, noted);
  const earlySignal = signalFile && readEarlySignal(signalFile, { components, categories: known.categories, levels: escalation.levels }, noted);
  const replies = readReplies(root, { site, checkLink: around.checkReplyLink }, noted);
  const retention = readOptionalDataFile(root, RETENTION_FILE, retentionSchema, noted)?.value ?? RETENTION_DEFAULTS;
  const followUpFile = existsSync(join(root, FOLLOW_UP_FILE)) ? readDataFile(root, FOLLOW_UP_FILE, followUpSchema, noted) : undefined;
  const followUp = followUpFile && readFollowUp(followUpFile, replies, noted);
  const wording = readOptionalDataFile(root, WORDING_FILE, wordingSchema, noted)?.value ?? wordingSchema.parse({});
  const insightsFile = readOptionalDataFile(root, INSIGHTS_FILE, insightsSchema, noted);
  const insights = insightsFile && calendars && readInsights(insightsFile, { calendars, teams: known.teams }, noted);
  return wrong || calendars === undefined ? undefined : { folder: 'support', calendars, policies, teams, triage, examples, escalation, replies, followUp, wording, insights, earlySignal: components.length > 0 ? earlySignal : undefined, retention, forms };
}
