import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answerLine } from '../../../src/tickets/sla/cases.ts';

const OFFICE = { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']], wed: [['09:00', '18:00']], thu: [['09:00', '18:00']], fri: [['09:00', '18:00']] };
const asked = (more: object) => answerLine(JSON.stringify({ id: 'q', tz: 'America/New_York', hours: OFFICE, ...more }));
const due = (start: string, seconds: number, more: object = {}) => asked({ start, seconds, ...more });

describe('one line', () => {
  test('gives a deadline in UTC, without milliseconds that are none', () => {
    expect(due('2026-03-06T22:30:00Z', 7_200)).toEqual({ id: 'q', deadline: '2026-03-09T14:30:00Z' });
    expect(due('2026-11-25T22:00:00Z', 28_800, { holidays: ['2026-11-26'] })).toEqual({ id: 'q', deadline: '2026-11-27T21:00:00Z' });
  });

  test('gives the time between in seconds', () => {
    expect(asked({ from: '2026-03-02T05:00:00Z', to: '2026-03-16T04:00:00Z' })).toEqual({ id: 'q', elapsed: 324_000 });
    expect(asked({ from: '2026-03-02T15:00:00Z', to: '2026-03-02T14:00:00Z' })).toEqual({ id: 'q', elapsed: 0 });
  });

  test('takes instants with any offset, and parts of a second', () => {
    expect(due('2026-03-06T17:30:00-05:00', 7_200)).toEqual(due('2026-03-06T22:30:00Z', 7_200));
    expect(due('2026-03-07T04:00:00.000+05:30', 7_200)).toEqual(due('2026-03-06T22:30:00Z', 7_200));
    expect(due('2026-03-06T15:00:00.250Z', 1.5)).toEqual({ id: 'q', deadline: '2026-03-06T15:00:01.750Z' });
    expect(asked({ from: '2026-03-06T15:00:00.250Z', to: '2026-03-06T15:00:01Z' })).toEqual({ id: 'q', elapsed: 0.75 });
  });

  test('takes days by any name, 24:00, nights, closed days and several windows in any order', () => {
    const week = { Monday: [['22:00', '24:00'], ['09:00', '12:00']], TUE: [['20:00', '02:00']], sun: [], sat: null };
    expect(asked({ hours: week, from: '2026-03-09T04:00:00Z', to: '2026-03-16T04:00:00Z' })).toEqual({ id: 'q', elapsed: 11 * 3_600 });
  });

  test('keeps the id as it is', () => {
    for (const id of [7, 'seven', null, { a: 1 }]) expect(asked({ id, start: '2026-03-06T15:00:00Z', seconds: 1 }).id).toEqual(id);
  });

  test('lets a line carry notes of its own', () => {
    expect(due('2026-03-06T22:30:00Z', 7_200, { note: 'Friday', expected: 'Monday' })).toHaveProperty('deadline');
  });

  test.each<[object, string]>([
    [{ start: 'yesterday', seconds: 1 }, '"yesterday" is not an instant'],
    [{ start: '2026-03-06T22:30:00', seconds: 1 }, 'with Z or an offset'],
    [{ start: '2026-03-06T22:30:00.0001Z', seconds: 1 }, 'finer than a millisecond'],
    [{ start: '2026-03-06T22:30:00Z', seconds: -1 }, 'seconds is 0 or more'],
    [{ start: '2026-03-06T22:30:00Z', seconds: '60' }, 'seconds is a number'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 0.0001 }, 'at most three decimals'],
    [{ start: '2026-03-06T22:30:00Z' }, 'seconds is missing'],
    [{ from: '2026-03-06T22:30:00Z' }, 'to is missing'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, to: '2026-03-06T22:30:00Z' }, 'not both'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, holiday: ['2026-03-09'] }, 'Did you mean "holidays"?'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, holidays: ['2026-02-30'] }, '"2026-02-30" is not a day'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, tz: 'America/New_Yrok' }, 'Did you mean "America/New_York"?'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, tz: '+05:30' }, 'no time zone'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, hours: {} }, 'never open'],
    [{ from: '2026-03-06T22:30:00Z', to: '2026-03-06T22:30:00Z', hours: { mon: [] } }, 'never open'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, hours: { monn: [['09:00', '10:00']] } }, 'Did you mean "mon"?'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, hours: { mon: [['09:00', '12:00'], ['11:00', '13:00']] } }, '11:00-13:00 overlaps 09:00-12:00'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, hours: { mon: [['09:00', '25:00']] } }, 'does not exist'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, hours: { mon: [['09:00', '09:00']] } }, 'closes when it opens'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1, hours: { mon: [['09:00']] } }, 'a window is two times'],
    [{ start: '2026-03-06T22:30:00Z', seconds: 1e13 }, 'more than a thousand years'],
  ])('%j says what is wrong', (more, part) => {
    const answer = asked(more);
    expect(answer).toMatchObject({ id: 'q' });
    expect('error' in answer ? answer.error : answer).toContain(part);
  });

  test.each(['', 'nothing', '[]', '7', 'null', '{"id": 1'])('"%s" is no question', (line) => {
    expect(answerLine(line)).toHaveProperty('error');
  });
});

describe('the command', () => {
  const lines = [
    { id: 1, tz: 'UTC', hours: OFFICE, start: '2026-03-06T17:30:00Z', seconds: 3_600 },
    { id: 2, tz: 'Nowhere', hours: OFFICE, start: '2026-03-06T17:30:00Z', seconds: 3_600 },
    { id: 3, tz: 'UTC', hours: OFFICE, from: '2026-03-06T17:30:00Z', to: '2026-03-09T10:00:00Z' },
  ].map((line) => JSON.stringify(line));
  const sla = (words: string[], input = '') => spawnSync(process.execPath, ['scripts/sla.ts', ...words], { encoding: 'utf8', input });

  test('answers every line in its order, also beside one that is wrong, and ends with 1', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedside-sla-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'cases.jsonl'), `\uFEFF${lines.join('\r\n\r\n')}`);
    const { status, stdout } = sla(['--file', join(folder, 'cases.jsonl'), '--json']);
    const answers = stdout.trim().split('\n').map((line) => JSON.parse(line) as object);
    expect(answers).toEqual([{ id: 1, deadline: '2026-03-09T09:30:00Z' }, { id: 2, error: expect.stringContaining('no time zone') as string }, { id: 3, elapsed: 5_400 }]);
    expect(status).toBe(1);
  });

  test('reads what is piped in, and prints for people without --json', () => {
    const { status, stdout } = sla(['--file', '-'], `${lines[0]}\n${lines[2]}\n`);
    expect(stdout).toBe('1  deadline 2026-03-09T09:30:00Z\n3  elapsed 5400 s\n');
    expect(status).toBe(0);
  });

  test('says what it needs, and what is not there', () => {
    expect(sla(['--help']).stdout).toContain('npm run sla -- explain');
    expect(sla([])).toMatchObject({ status: 2, stderr: expect.stringContaining('--help') as string });
    expect(sla(['--file', 'there-is-no-such-file.jsonl'])).toMatchObject({ status: 2, stderr: expect.stringContaining('ENOENT') as string });
  });
});
