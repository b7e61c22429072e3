/** Planned maintenance as a calendar that people can subscribe to (RFC 5545). */
import type { Maintenance, StatusTree } from '../catalog/status-tree.ts';
import { maintenanceEvents, maintenanceWindow } from './timeline.ts';
import { plainWords } from './words.ts';

export interface CalendarAbout {
  readonly title: string;
  readonly url: string;
  readonly now: number;
  readonly partName: (slug: string) => string;
}

/** Calendars keep what was; a year is enough. */
const KEPT_MS = 366 * 86_400_000;

export function calendar(tree: StatusTree, about: CalendarAbout): string {
  const events = tree.maintenances.filter((one) => one.announced <= about.now && one.until > about.now - KEPT_MS);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Bedside//Status//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(about.title)}`,
    `X-WR-CALNAME:${escapeText(about.title)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap((one) => eventLines(one, about)),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('');
}

function eventLines(maintenance: Maintenance, about: CalendarAbout): string[] {
  const window = maintenanceWindow(maintenance);
  const { from, until } = window ?? maintenance;
  const byHand = maintenanceEvents(maintenance, about.now).filter((event) => event.text !== undefined);
  const parts = maintenance.components.map(about.partName).join(', ');
  return [
    'BEGIN:VEVENT',
    `UID:${maintenance.id}@${new URL(about.url).host}`,
    `DTSTAMP:${stamp(byHand.at(-1)?.at ?? maintenance.announced)}`,
    `CREATED:${stamp(maintenance.announced)}`,
    `LAST-MODIFIED:${stamp(byHand.at(-1)?.at ?? maintenance.announced)}`,
    `SEQUENCE:${byHand.length - 1}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(until)}`,
    `SUMMARY:${escapeText(maintenance.title)}`,
    `DESCRIPTION:${escapeText(`${plainWords(maintenance.text)}\n\n${parts}`)}`,
    `URL:${about.url}maintenance/${maintenance.id}/`,
    `STATUS:${window === undefined ? 'CANCELLED' : 'CONFIRMED'}`,
    // It does not make the reader busy.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** `20261114T230000Z` */
function stamp(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function escapeText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n').replaceAll(/[\u0000-\u001f\u007f]/g, '');
}

const OCTETS = 75;

/** Lines are at most 75 octets; longer ones go on after a space, and no character is cut in two. */
function fold(line: string): string {
  let folded = '';
  let length = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (length + octets > OCTETS) {
      folded += '\r\n ';
      length = 1;
    }
    folded += character;
    length += octets;
  }
  return `${folded}\r\n`;
}
