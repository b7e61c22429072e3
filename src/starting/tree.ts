/** Every file of a new content tree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freshId } from '../authoring/new-article.ts';
import { TEMPLATES } from '../authoring/templates.ts';
import { PRIORITIES } from '../catalog/support/priorities.ts';
import { zoneName } from '../forms/time-words.ts';
import type { Answers } from './answers.ts';
import { starters, type StarterIds } from './articles.ts';
import { formsOf } from './forms.ts';
import { PRESETS } from './presets.ts';

export interface TreeOptions {
  readonly today: string;
  /** Numbers from 0 to 1, for the ids. */
  readonly random: () => number;
}

const SAME_FOR_ALL = join(import.meta.dirname, 'tree');
const yaml = (comment: string, value: unknown) => `# ${comment}\n\n${stringify(value, { lineWidth: 0, flowCollectionPadding: true })}`;

/** @returns path from the tree's root → content */
export function treeFrom(answers: Answers, { today, random }: TreeOptions): Map<string, string> {
  const taken = new Set<string>();
  const id = () => {
    const fresh = freshId(taken, random);
    taken.add(fresh);
    return fresh;
  };
  const ids: StarterIds = [id(), id(), id()];
  const files = new Map<string, string>();
  for (const entry of readdirSync(SAME_FOR_ALL, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(SAME_FOR_ALL.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8').replaceAll('__product__', plainWords(answers.product)));
  }
  const articles = starters(answers, ids, today);
  for (const { category, name, source } of articles) files.set(`articles/${category}/${name}.mdx`, source);
  for (const category of answers.categories) {
    if (articles.some((one) => one.category === category.slug)) continue;
    const fields = { id: id(), kind: 'how-to', title: `How do I begin with ${category.title.toLowerCase()}?`.slice(0, 70), summary: 'Say in one sentence what a reader does first. Then delete the line "draft: true".', lastUpdated: today, draft: true };
    files.set(`articles/${category.slug}/first-answer.mdx`, `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${TEMPLATES['how-to']}`);
  }
  files.set('site.yaml', yaml('The brand, the addresses and the ways to reach you. docs/authors/fields.md has every field.', siteOf(answers, ids)));
  files.set('categories.yaml', yaml('The categories in their order. An icon is a name from lucide.dev/icons.', answers.categories.map(({ slug, title }, index) => ({ slug, title, description: `What to know about ${title.toLowerCase()}, and what to do.`, icon: iconFor(slug, index) }))));
  files.set('support/calendars.yaml', yaml('When somebody works. Add your days off under holidays: docs/sla.md says how.', calendarsOf(answers)));
  files.set('support/policies.yaml', yaml(`What is promised: the preset "${answers.promises}". The first policy that fits a ticket is taken.`, policiesOf(answers)));
  files.set('support/teams.yaml', yaml('Who answers. Handles stand for roles, not for people.', teamsOf(answers)));
  files.set('support/escalation.yaml', yaml('Who takes a ticket that needs more, and what moves it there by itself.', escalationOf(answers)));
  for (const [name, form] of formsOf(answers, ids)) files.set(`support/forms/${name}.yaml`, stringify(form, { lineWidth: 0 }));
  files.set('status/components.yaml', yaml('The parts of the product as readers know them. Articles, forms and incidents use their slugs.', { recordedSince: today, subscriptions: true, components: answers.components.map(({ slug, title }) => ({ slug, name: title })) }));
  return files;
}

function siteOf(answers: Answers, [password, page, reach]: StarterIds) {
  const { product, url, email, colors, hours, timeZone } = answers;
  return {
    name: `${product} Help`,
    product,
    description: `Answers about ${product}, and ways to reach the support team.`,
    question: 'What do you need help with?',
    ...placeOf(url),
    locale: 'en-US',
    timeZone,
    brand: { mark: markOf(product), accent: colors.accent, onAccent: colors.onAccent },
    popular: [password, page, reach],
    contactArticle: reach,
    owner: 'Support team',
    reviewEvery: '3 months',
    channels: answers.channels.map((channel) => {
      const shared = { id: channel, kind: channel, availability: `${hours.words} (${zoneName(timeZone, 'en')}).` };
      switch (channel) {
        case 'email':
          return { ...shared, title: 'Email', href: `mailto:${email}`, response: `Within ${slowest(answers)}, sooner when it is urgent.`, bestFor: 'Every question.', hours: 'support-hours', addresses: [{ email, about: 'Every question.' }] };
        case 'phone':
          return { ...shared, title: 'Phone', href: `tel:${(answers.phone ?? '').replaceAll(/[^\d+]/g, '')}`, where: answers.phone ?? '', response: 'At once while we work.', bestFor: 'What cannot wait.', hours: 'support-hours' };
        case 'chat':
          return { ...shared, title: 'Chat', where: `Open ${product} and select “Help”.`, response: 'While we work.', bestFor: 'Quick questions.', hours: 'support-hours' };
        case 'forum':
          return { ...shared, title: 'Forum', href: answers.forum ?? '', availability: 'Always open. Others answer.', response: 'Varies, because others answer.', bestFor: 'Tips and discussions.' };
      }
    }),
    emergency: 'We help with the product, not with health. In a medical emergency, call your local emergency number.',
  };
}

/** An address with a folder is the host's and the folder, in which every link of the site lies. */
function placeOf(address: string): { url: string; base?: string } {
  const { origin, pathname } = new URL(address);
  return pathname === '/' ? { url: address } : { url: origin, base: `${pathname.replace(/\/+$/, '')}/` };
}

/** The promise that holds for every question. */
function slowest({ promises }: Answers): string {
  const [within, counts] = PRESETS[promises].targets.low['first-response'];
  return counts === 'around-the-clock' ? within : `${within} while we work`;
}

function calendarsOf({ hours, timeZone }: Answers) {
  return {
    calendars: [
      { id: 'support-hours', title: 'Support hours', timeZone, versions: [{ hours: hours.week }] },
      { id: 'around-the-clock', title: 'Around the clock', timeZone, versions: [{ hours: { daily: ['00:00-24:00'] } }] },
    ],
  };
}

function policiesOf({ promises }: Answers) {
  const { targets } = PRESETS[promises];
  return {
    versions: [
      {
        policies: PRIORITIES.map((priority) => ({
          id: priority,
          title: `${priority[0]!.toUpperCase()}${priority.slice(1)}`,
          // The last one is for every other ticket, also while nobody has judged its priority yet.
          ...(priority === 'low' ? { default: true } : { when: { priority: [priority] } }),
          targets: Object.fromEntries(Object.entries(targets[priority]).map(([clock, [within, calendar]]) => [clock, { within, calendar }])),
        })),
      },
    ],
  };
}

function teamsOf({ promises }: Answers) {
  const { tiers } = PRESETS[promises];
  const [first, second, last] = [tiers[0]!, tiers[1]!, tiers.at(-1)!];
  const agents = (title: string) => [{ handle: 'agent-1', title }];
  return {
    tiers: tiers.map(({ id, title }, index) => ({ id, level: index + 1, title })),
    teams: [
      { id: 'security', title: 'Security and privacy', tier: second.id, takes: [{ categories: ['security', 'compliance'] }], agents: [{ handle: 'lead', title: 'Support lead', senior: true }] },
      { id: 'experts', title: last.title, tier: last.id, takes: [{ priorities: ['critical'] }], agents: [{ handle: 'expert', title: last.title, senior: true }] },
      { id: 'technical', title: 'Technical support', tier: second.id, takes: [{ categories: ['technical'] }], agents: agents('Support agent') },
      { id: 'support', title: 'Support', tier: first.id, agents: agents('Support agent') },
    ],
    default: 'support',
    starts: { critical: last.id },
  };
}

function escalationOf({ promises }: Answers) {
  const { tiers, targets } = PRESETS[promises];
  const [second, last] = [tiers[1]!, tiers.at(-1)!];
  const onCall = targets.critical['first-response'][1] === 'around-the-clock';
  const calendar = targets.low['first-response'][1];
  return {
    levels: tiers.map(({ id }) => (id === last.id ? { tier: id, team: 'experts', ...(onCall ? { onCall } : { calendar }), notify: ['mail'] } : { tier: id, calendar, notify: ['mail'] })),
    triggers: [
      { id: 'critical', reason: 'The ticket is critical.', when: { priority: ['critical'] }, tier: last.id },
      { id: 'breach-imminent', reason: 'Three quarters of the promised time are used up.', when: { imminent: { clock: ['first-response', 'resolution'], used: 75 } }, tier: second.id },
      { id: 'repeated-attempts', reason: 'Three answers did not solve it.', when: { attempts: 3 }, tier: second.id, tellRequester: true },
    ],
    manual: { criteria: ['It needs a change in the product.', 'It affects several people.', 'It is a matter of security or law.'] },
  };
}

/** `Lantern Health` → `LH`, `Lantern` → `L`. */
function markOf(product: string): string {
  return product.split(/\s+/).map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? '').join('').slice(0, 3).toUpperCase();
}

const ICONS: readonly (readonly [fits: RegExp, icon: string])[] = [
  [/start|begin|first/, 'compass'],
  [/account|profile|settings/, 'user-cog'],
  [/bill|pay|price|premium/, 'credit-card'],
  [/secur|privacy/, 'shield-check'],
  [/patient|health/, 'heart-pulse'],
  [/doctor|clinic|practice/, 'stethoscope'],
  [/polic|rule|legal/, 'scale'],
  [/work|trouble|problem|fix/, 'wrench'],
];
const OTHER_ICONS = ['book-open', 'messages-square', 'layers', 'circle-help'];

function iconFor(slug: string, index: number): string {
  return ICONS.find(([fits]) => fits.test(slug))?.[1] ?? OTHER_ICONS[index % OTHER_ICONS.length]!;
}

/** The product's name as words that triage can look for. */
function plainWords(product: string): string {
  const words = product.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '').split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(' ');
  return words.length < 2 ? 'platform' : words;
}
