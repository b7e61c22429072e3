/** The post-mortem's first draft: the plan's questions, and under them what the records know already. Pure. */
import type { Incident, StatusTree } from '../catalog/status-tree.ts';
import { timesIn } from './times.ts';
import { partsOf, resolvedAt, spansOf } from './timeline.ts';
import { plainWords } from './words.ts';

/** What only the service's database knows. */
export interface PeopleFacts {
  /** When the early signal spoke. */
  readonly firstSignal: number | undefined;
  readonly firstTicket: number | undefined;
  readonly tickets: number;
  /** Of these or others, by a person's own choice or an agent's. */
  readonly linked: number;
  readonly meToos: number;
  readonly votes: number;
  readonly searches: number;
  readonly followers: number;
  readonly subscribers: number;
  readonly words: readonly { readonly word: string; readonly people: number }[];
}

export interface Drafted {
  readonly incident: Incident;
  readonly components: StatusTree['components'];
  /** Missing when there is no database here. */
  readonly people: PeopleFacts | undefined;
  readonly locale: string;
  readonly timeZone: string;
  readonly now: number;
}

/** What a person has to write; nothing is published while one of these stands there. */
const TO_WRITE = {
  broke: 'Say in two or three plain sentences what broke, from when to when.',
  could: 'Say what people could not do, and what went on working.',
  lost: 'Say whether anything was lost.',
  noticed: 'Say who or what noticed it first, and what would have noticed it sooner.',
  mended: 'Say what you did, and when it took effect.',
  likely: 'What makes this less likely, with an owner and a day.',
  sooner: 'What makes us notice sooner, with an owner and a day.',
  bad: 'What makes it less bad when it happens, with an owner and a day.',
} as const;

/** Sentences of the draft that nobody has replaced yet. */
export function stillToWrite(body: string): string[] {
  return Object.values(TO_WRITE).filter((prompt) => body.includes(prompt));
}

/** Lines that are there to be looked through, and taken out when readers need not know them. */
export function draftPostmortem({ incident, components, people, locale, timeZone, now }: Drafted): string {
  const times = timesIn(locale, timeZone);
  const sections: [heading: string, lines: readonly string[]][] = [
    ['What happened', [TO_WRITE.broke]],
    ['What it meant', [TO_WRITE.could, TO_WRITE.lost, ...list(downtime(incident, components, now)), ...list(people === undefined ? [] : counts(people)), ...words(people)]],
    ['How we noticed', [TO_WRITE.noticed]],
    ['Timeline', list(timeline(incident, people, now).map(({ at, what }) => `${times.words(at)}: ${what}`))],
    ['How we resolved it', [TO_WRITE.mended]],
    ['What we change', [[TO_WRITE.likely, TO_WRITE.sooner, TO_WRITE.bad].map((line, index) => `${index + 1}. ${line}`).join('\n')]],
  ];
  return `${[...sections.map(([heading, lines]) => [`## ${heading}`, ...lines].join('\n\n')), 'We are sorry for the interruption. Thank you for your patience.'].join('\n\n')}\n`;
}

const list = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]);

function timeline(incident: Incident, people: PeopleFacts | undefined, now: number): { at: number; what: string }[] {
  const told = incident.updates.filter(({ at }) => at <= now);
  const moments = [
    { at: incident.started, what: 'It began.' },
    ...(people?.firstTicket === undefined ? [] : [{ at: people.firstTicket, what: 'The first message about it came in.' }]),
    ...(people?.firstSignal === undefined ? [] : [{ at: people.firstSignal, what: 'More people than usual told of it, and whoever was on call was told.' }]),
    ...told.map(({ at, state, text }, index) => ({ at, what: `${index === 0 ? 'We opened the incident' : `${state[0]!.toUpperCase()}${state.slice(1)}`}. ${plainWords(text).replaceAll(/\s+/g, ' ')}` })),
  ];
  return moments.sort((a, b) => a.at - b.at);
}

function downtime(incident: Incident, components: Drafted['components'], now: number): string[] {
  const end = resolvedAt(incident, now) ?? now;
  return partsOf(incident).flatMap((slug) => {
    const name = components.find((one) => one.slug === slug)?.name ?? slug;
    const spent = new Map<string, number>();
    for (const { state, from, until } of spansOf(incident, slug)) spent.set(state, (spent.get(state) ?? 0) + Math.min(until, end) - from);
    return spent.size === 0 ? [] : [`${name}: ${[...spent].map(([state, ms]) => `${state} for ${minutes(ms)}`).join(', ')}`];
  });
}

function minutes(ms: number): string {
  const count = Math.round(ms / 60_000);
  return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}

/** Who came for other reasons is among them: nobody can tell them apart. */
function counts({ tickets, linked, meToos, votes, searches, followers, subscribers }: PeopleFacts): string[] {
  const people = (count: number, what: string) => (count === 0 ? [] : [`${count} ${count === 1 ? 'person' : 'people'} ${what}`]);
  return [
    ...people(linked, 'wrote to us about this incident'),
    ...people(tickets, 'wrote to us about these parts, from an hour before it began until it was resolved'),
    ...people(meToos, 'said “me too”'),
    ...people(votes, 'found an answer about them unhelpful'),
    ...people(searches, 'searched for them'),
    ...people(followers, 'asked to be told when it was over'),
    ...people(subscribers, 'were told by subscription'),
  ];
}

function words(people: PeopleFacts | undefined): string[] {
  return people === undefined || people.words.length === 0 ? [] : [`Words that several people used: ${people.words.map(({ word, people: count }) => `“${word}” (${count})`).join(', ')}.`];
}
