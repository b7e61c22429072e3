/** The state of things at an instant, worked by hand. */
import { describe, expect, test } from 'vitest';
import { instantOf, writtenMoment } from '../../src/catalog/moments.ts';
import { comingChanges, overallAt, promiseOf } from '../../src/status/overall.ts';
import { bannerSentence } from '../../src/status/sentence.ts';
import { maintenanceState } from '../../src/status/timeline.ts';
import { statusEn } from '../../src/texts/status-en.ts';
import { NOON, SCENES } from './scenes.ts';
import { at, incident, maintenance, treeAt, type StatusTreeFiles } from './trees.ts';

const NY = 'America/New_York';
const stateOf = (files: StatusTreeFiles, now: number, slug: string) => overallAt(treeAt(files, NOON), now).components.find(({ component }) => component.slug === slug)?.state;
const sentence = (files: StatusTreeFiles, now = NOON) => bannerSentence(overallAt(treeAt(files, now), now), statusEn);

describe('a written moment', () => {
  test('without an offset is the site’s wall clock, in winter and in summer', () => {
    expect(instantOf('2026-11-09 14:30', NY)).toBe(Date.parse('2026-11-09T19:30Z'));
    expect(instantOf('2026-07-09 14:30', NY)).toBe(Date.parse('2026-07-09T18:30Z'));
    expect(instantOf('2026-11-09T14:30:05+01:00', NY)).toBe(Date.parse('2026-11-09T13:30:05Z'));
  });
  test('in the hour that is skipped in spring does not exist, and in the one that comes twice in autumn is not clear', () => {
    expect(instantOf('2026-03-08 02:30', NY)).toBe('skipped');
    expect(instantOf('2026-11-01 01:30', NY)).toBe('twice');
    expect(instantOf('2026-11-01 01:30 -04:00', NY)).toBe(Date.parse('2026-11-01T05:30Z'));
    expect(instantOf('2026-02-30 10:00', NY)).toBe('no-such-day');
  });
  test('is written with its offset, so that it stays clear', () => {
    expect(writtenMoment(Date.parse('2026-11-01T05:30Z'), NY)).toBe('2026-11-01T01:30-04:00');
    expect(writtenMoment(Date.parse('2026-11-01T06:30:07Z'), NY)).toBe('2026-11-01T01:30:07-05:00');
  });
});

describe('one part', () => {
  const two: StatusTreeFiles = {
    'a.md': incident('aaaaaaaa', 'minor', [
      { at: '2026-11-23 10:00', state: 'investigating', more: 'components: { search: degraded performance }' },
      { at: '2026-11-23 11:30', state: 'resolved' },
    ]),
    'b.md': incident('bbbbbbbb', 'major', [
      { at: '2026-11-23 10:30', state: 'investigating', more: 'components: { search: major outage }' },
      { at: '2026-11-23 11:00', state: 'resolved' },
    ]),
  };
  test.each([
    ['09:59', 'operational'],
    ['10:00', 'degraded performance'],
    ['10:30', 'major outage'],
    ['11:00', 'degraded performance'],
    ['11:30', 'operational'],
  ])('with two incidents at once is as bad as the worse: at %s %s', (time, state) => {
    expect(stateOf(two, at(`2026-11-23 ${time}`), 'search')).toBe(state);
  });
  test('was affected from the start of the incident, not from when it was noticed', () => {
    const files = { 'a.md': incident('aaaaaaaa', 'major', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' }], 'started: 2026-11-23 10:20\n') };
    expect(stateOf(files, at('2026-11-23 10:20') - 1, 'search')).toBe('operational');
    expect(stateOf(files, at('2026-11-23 10:20'), 'search')).toBe('major outage');
  });
  test('that goes down while it is maintained is down; a live outage outranks maintenance', () => {
    const files = { ...two, 'maintenance/m.md': maintenance('mmmmmmmm', '2026-11-23 09:00', '2026-11-23 12:00') };
    expect(stateOf(files, at('2026-11-23 09:30'), 'search')).toBe('under maintenance');
    expect(stateOf(files, at('2026-11-23 10:45'), 'search')).toBe('major outage');
    expect(stateOf(files, at('2026-11-23 11:45'), 'search')).toBe('under maintenance');
  });
  test('is broken again when its incident is reopened', () => {
    const files = {
      'a.md': incident('aaaaaaaa', 'major', [
        { at: '2026-11-23 10:00', state: 'investigating', more: 'components: { search: major outage }' },
        { at: '2026-11-23 10:30', state: 'resolved' },
        { at: '2026-11-23 11:00', state: 'identified', more: 'reopens: true\n    components: { search: partial outage }' },
      ]),
    };
    const tree = treeAt(files, NOON);
    expect(overallAt(tree, at('2026-11-23 10:45')).open).toEqual([]);
    expect(overallAt(tree, NOON).components[0]?.state).toBe('partial outage');
    expect(overallAt(tree, NOON).open).toHaveLength(1);
  });
});

describe('maintenance', () => {
  const night = { 'maintenance/n.md': maintenance('overnigh', '2026-11-14 23:00', '2026-11-15 01:00') };
  test.each([
    ['2026-11-14 22:59', 'scheduled'],
    ['2026-11-14 23:00', 'in progress'],
    ['2026-11-15 00:59', 'in progress'],
    ['2026-11-15 01:00', 'completed'],
  ])('over midnight opens and closes by the clock: %s %s', (time, state) => {
    expect(maintenanceState(treeAt(night, NOON).maintenances[0]!, at(time))).toBe(state);
  });
  test('over the end of summer time lasts as long as the clocks say: from 00:30 to 03:00 it is three and a half hours', () => {
    const [work] = treeAt({ 'maintenance/n.md': maintenance('dstnight', '2026-11-01 00:30', '2026-11-01 03:00') }, NOON).maintenances;
    expect((work!.until - work!.from) / 3_600_000).toBe(3.5);
  });
  test('that is completed early is over early', () => {
    const [work] = treeAt({ 'maintenance/n.md': maintenance('earlydone', '2026-11-14 23:00', '2026-11-15 01:00', 'updates:\n  - at: 2026-11-15 00:10\n    state: completed\n    text: We are done earlier.\n') }, NOON).maintenances;
    expect(maintenanceState(work!, at('2026-11-15 00:09'))).toBe('in progress');
    expect(maintenanceState(work!, at('2026-11-15 00:10'))).toBe('completed');
  });
  test('that is called off before it begins never affects a part', () => {
    const files = { 'maintenance/n.md': maintenance('calledof', '2026-11-23 11:00', '2026-11-23 13:00', 'updates:\n  - at: 2026-11-22 10:00\n    state: completed\n    text: This does not take place.\n') };
    expect(stateOf(files, NOON, 'search')).toBe('operational');
  });
});

describe('the whole', () => {
  test.each([
    ['well', 'All systems are operational', 'none', 'All Systems Operational'],
    ['minor', 'Email is slow or unreliable', 'minor', 'Partially Degraded Service'],
    ['major', 'Log-in works for some people only; Search is slow or unreliable', 'minor', 'Minor Service Outage'],
    ['overdue', 'Log-in is down', 'major', 'Partial System Outage'],
    ['maintenance', 'Search is under maintenance', 'maintenance', 'Service Under Maintenance'],
  ] as const)('%s: %s', (scene, words, indicator, description) => {
    expect(sentence(SCENES[scene])).toBe(words);
    expect(overallAt(treeAt(SCENES[scene], NOON), NOON)).toMatchObject({ indicator, description });
  });
  test('is critical when every part is down', () => {
    const files = { 'a.md': incident('aaaaaaaa', 'critical', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage, email: major outage, log-in: major outage }' }]) };
    expect(sentence(files)).toBe('Everything is down');
    expect(overallAt(treeAt(files, NOON), NOON)).toMatchObject({ indicator: 'critical', description: 'Major Service Outage' });
  });
  test('does not say all is well while a fix is only watched', () => {
    const files = {
      'a.md': incident('aaaaaaaa', 'major', [
        { at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' },
        { at: '2026-11-23 11:30', state: 'monitoring', more: 'components: { search: operational }' },
      ]),
    };
    expect(sentence(files)).toBe('A fix is in place, and we are watching the result');
    expect(overallAt(treeAt(files, NOON), NOON).indicator).toBe('minor');
  });
  test('tells an outage before maintenance elsewhere', () => {
    expect(sentence({ ...SCENES.overdue, ...SCENES.maintenance })).toBe('Log-in is down');
  });
});

test('a promise is kept at its very instant and overdue after it', () => {
  const tree = treeAt(SCENES.overdue, NOON);
  expect(promiseOf(tree.incidents[0]!, at('2026-11-23 11:00'))).toEqual({ by: at('2026-11-23 11:00'), overdue: false });
  expect(promiseOf(tree.incidents[0]!, at('2026-11-23 11:00') + 1)?.overdue).toBe(true);
});

test('what the clock will change is known beforehand: promises, begin and end of maintenance, soonest first', () => {
  const tree = treeAt({ ...SCENES.minor, ...SCENES.maintenance }, NOON);
  expect(comingChanges(tree, NOON, 3)).toEqual([at('2026-11-23 12:10') + 1, at('2026-11-23 13:00'), at('2026-11-25 23:00')]);
});
