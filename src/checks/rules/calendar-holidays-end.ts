import { CALENDARS_FILE, calendarsSchema } from '../../catalog/support/calendars.ts';
import { readOptionalDataFile } from '../../catalog/data-file.ts';
import type { Rule } from '../rule.ts';

/** Offices publish next year's days off by autumn; this leaves somebody a quarter to write them down. */
const AHEAD_DAYS = 120;
const DAY_MS = 86_400_000;

export const holidaysEnd: Rule = {
  code: 'calendar/holidays-end',
  severity: 'warning',
  protects: 'Promises: where a list of days off ends, every later day off counts as a working day.',
  remedy: 'Add the days of the next year to the list.',
  when: 'calendar',
  *run({ tree, today }) {
    // What is wrong in the file, the loader tells.
    const calendars = readOptionalDataFile(tree.root, CALENDARS_FILE, calendarsSchema, () => undefined);
    for (const [at, list] of (calendars?.value.holidays ?? []).entries()) {
      if (calendars?.value.calendars.some(({ holidays }) => holidays.includes(list.id)) !== true) continue;
      const last = list.days.reduce((latest, { day }, index) => (day > latest.day ? { day, index } : latest), { day: '', index: 0 });
      const left = Math.round((Date.parse(last.day) - Date.parse(today)) / DAY_MS);
      if (left >= AHEAD_DAYS) continue;
      yield { file: CALENDARS_FILE, line: calendars.lineOf(['holidays', at, 'days', last.index, 'day']), field: `holidays[${at}]`, value: last.day, message: left < 0 ? `This is the last day off that "${list.title}" knows, and it has passed.` : `This is the last day off that "${list.title}" knows, ${left} days from now.` };
    }
  },
};
