/** What a new help center is made of, and every answer read or refused. */
import { z } from 'zod';
import { didYouMean } from '../catalog/diagnostic.ts';
import { RESERVED_SEGMENTS } from '../catalog/schema.ts';
import { knowsZone, zoneMeant } from '../catalog/support/calendars.ts';
import { nameFrom } from '../authoring/new-article.ts';
import { brandColors, type BrandColors } from './colors.ts';
import { readHours, type Hours } from './hours.ts';
import { PRESET_NAMES, type PresetName } from './presets.ts';
import { StartRefused } from './refused.ts';

export interface Named {
  readonly slug: string;
  readonly title: string;
}

export const CHANNEL_KINDS = ['email', 'phone', 'chat', 'forum'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Everything that is asked, read. */
export interface Answers {
  readonly product: string;
  readonly url: string;
  readonly email: string;
  readonly colors: BrandColors;
  readonly categories: readonly Named[];
  readonly timeZone: string;
  readonly hours: Hours;
  readonly promises: PresetName;
  readonly channels: readonly ChannelKind[];
  readonly phone: string | undefined;
  readonly forum: string | undefined;
  readonly components: readonly Named[];
}

/** One question: what the flag is called, what is asked, what an empty answer means, and how it is read. */
export interface StartQuestion<Value> {
  readonly ask: string;
  readonly otherwise: string;
  /** @throws {StartRefused} */
  readonly read: (answer: string) => Value;
}

/** The questions in their order; their names are the flags. */
export const QUESTIONS = {
  product: { ask: 'What is your product called?', otherwise: '', read: productOf },
  url: { ask: 'At which address will the help center stand?', otherwise: 'https://help.example.org', read: urlOf },
  email: { ask: 'To which address do people write for help?', otherwise: 'support@example.org', read: emailOf },
  color: { ask: 'Which color is yours? (as in CSS)', otherwise: '#17508f', read: brandColors },
  categories: { ask: 'Which categories do your answers have? (with commas between)', otherwise: 'Getting started, Account and settings, When something does not work', read: categoriesOf },
  zone: { ask: 'In which time zone does your team work?', otherwise: 'America/New_York', read: zoneOf },
  hours: { ask: 'When does somebody work?', otherwise: 'Mon-Fri 09:00-17:00', read: readHours },
  promises: { ask: `What do you promise? (${PRESET_NAMES.join(', ')})`, otherwise: 'small-team', read: presetOf },
  channels: { ask: `How can people reach you? (${CHANNEL_KINDS.join(', ')})`, otherwise: 'email', read: channelsOf },
  phone: { ask: 'Which number do people call?', otherwise: '', read: phoneOf },
  forum: { ask: 'At which address is the forum?', otherwise: '', read: urlOf },
  components: { ask: 'Which parts does the status page show?', otherwise: 'Website, Log-in, Email', read: componentsOf },
} as const satisfies Record<string, StartQuestion<unknown>>;

export type QuestionName = keyof typeof QUESTIONS;

function productOf(answer: string): string {
  if (answer.length < 2 || answer.length > 40 || /[<>{}\n]/.test(answer)) throw new StartRefused(`"${answer}" cannot be the name: 2 to 40 characters, without < > { }.`);
  return answer;
}

function urlOf(answer: string): string {
  const read = z.url({ protocol: /^https?$/ }).safeParse(answer);
  if (!read.success) throw new StartRefused(`"${answer}" is no web address. Write it whole, for example https://help.example.org.`);
  return answer.replace(/\/+$/, '');
}

function emailOf(answer: string): string {
  if (!z.email().safeParse(answer).success) throw new StartRefused(`"${answer}" is no email address, for example support@example.org.`);
  return answer;
}

function zoneOf(answer: string): string {
  if (!knowsZone(answer)) throw new StartRefused(`There is no time zone "${answer}". ${zoneMeant(answer)}`);
  return answer;
}

function presetOf(answer: string): PresetName {
  const name = PRESET_NAMES.find((one) => one === answer.toLowerCase().replaceAll(/\s+/g, '-'));
  if (name === undefined) throw new StartRefused(`There are no promises called "${answer}". ${didYouMean(answer, PRESET_NAMES) ?? `Choose ${PRESET_NAMES.join(', ')}.`}`);
  return name;
}

function channelsOf(answer: string): ChannelKind[] {
  const names = listed(answer).map((one) => {
    const kind = CHANNEL_KINDS.find((name) => name === one.toLowerCase());
    if (kind === undefined) throw new StartRefused(`"${one}" is no channel. ${didYouMean(one, CHANNEL_KINDS) ?? `Choose from ${CHANNEL_KINDS.join(', ')}.`}`);
    return kind;
  });
  // Forms answer by email, so there is always an address.
  return CHANNEL_KINDS.filter((kind) => kind === 'email' || names.includes(kind));
}

function phoneOf(answer: string): string {
  if (answer.replaceAll(/\D/g, '').length < 5 || /[^\d\s()+./-]/.test(answer)) throw new StartRefused(`"${answer}" is no telephone number, for example +1 212 555 0100.`);
  return answer;
}

function categoriesOf(answer: string): Named[] {
  return namesOf(answer, 'category', (slug) => ((RESERVED_SEGMENTS as readonly string[]).includes(slug) ? `The address /${slug}/ belongs to the program.` : undefined));
}

function componentsOf(answer: string): Named[] {
  return namesOf(answer, 'part', () => undefined);
}

function namesOf(answer: string, what: string, problem: (slug: string) => string | undefined): Named[] {
  const names = listed(answer).map((title) => ({ title, slug: nameFrom(title) }));
  for (const [index, { title, slug }] of names.entries()) {
    if (title.length < 2 || title.length > 40 || slug === '' || /[<>{}]/.test(title)) throw new StartRefused(`"${title}" cannot be the name of a ${what}: 2 to 40 characters, without < > { }.`);
    const wrong = problem(slug);
    if (wrong !== undefined) throw new StartRefused(`"${title}": ${wrong} Choose another name.`);
    if (names.findIndex((one) => one.slug === slug) < index) throw new StartRefused(`"${title}" stands there twice.`);
  }
  return names;
}

function listed(answer: string): string[] {
  const items = answer.split(',').map((one) => one.trim()).filter((one) => one !== '');
  if (items.length === 0) throw new StartRefused('Name at least one.');
  return items;
}
