/** The commands of reports as an operator runs them, on a database of their own. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NO_INSIGHTS } from '../../src/catalog/support/insights.ts';
import { ImportUnreadable, withImported } from '../../src/insights/imported.ts';
import { lastWindow, windowOf, windowText, WindowUnusable } from '../../src/insights/window.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { at, ZONE } from './stories.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(folder: string, script: string, ...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(resolve('node_modules/.bin/node'), [resolve(`scripts/${script}.ts`), ...args], { env: { ...process.env, BEDSIDE_DATA: join(folder, 'var'), BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_CONTENT: resolve('content') } }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
    onTestFinished(() => void child.kill());
  });
}

describe('npm run report', { timeout: 300_000 }, () => {
  test('prints an empty week as such, with targets and what is not measured; a value that is brought takes its place', async () => {
    const folder = freshFolder();
    const csv = join(folder, 'figures.csv');
    writeFileSync(csv, 'figure,day,value,n\nnet-promoter-score,2026-11-20,54,120\n');
    const [text, markdown] = await Promise.all([run(folder, 'report', 'weekly', '--from', '2026-11-16', '--to', '2026-11-22'), run(folder, 'report', 'weekly', '--from', '2026-11-16', '--to', '2026-11-22', '--format', 'md', '--import', csv, '--out', join(folder, 'week.md'))]);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/First response, calendar time, mean +– +n 0 +target below 4 h/);
    expect(text.out).toMatch(/NOT MEASURED\n {2}Net promoter score/);
    expect(text.out).toContain('No ticket came in.');
    expect([markdown.code, markdown.out]).toEqual([0, '']);
    const written = readFileSync(join(folder, 'week.md'), 'utf8');
    expect(written).toContain('| Net promoter score | 54.00 |  | 120 |  | target above 50.00, reached |');
    expect(written).not.toMatch(/- \*\*Net promoter score\*\* \(plan/);
  });

  test('says what is wrong with its arguments, and ends with 2', async () => {
    const folder = freshFolder();
    const wrong = await Promise.all([run(folder, 'report', 'yearly'), run(folder, 'report', 'daily', '--from', '2026-02-30'), run(folder, 'report-gaps', '--format', 'pdf')]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(wrong.map(({ err }) => err.split('\n')[0])).toEqual(['"yearly" is not a report. Choose daily, weekly, monthly.', '"2026-02-30" is not a day, for example 2026-11-01.', '"pdf" is not a format. Choose text, json, csv, html, md.']);
  });

  test('has its queue, deflection and gaps', async () => {
    const folder = freshFolder();
    const queue = await run(folder, 'report-queue');
    expect(queue.out).toContain('Late: nothing.');
    const [deflection, gaps] = await Promise.all([run(folder, 'report-deflection', '--format', 'json'), run(folder, 'report-gaps')]);
    expect((JSON.parse(deflection.out) as { sections: { title: string }[] }).sections.map(({ title }) => title)).toEqual(['Readers']);
    expect(gaps.out).toContain('None was found.');
  }, 300_000);
});

describe('npm run data', () => {
  test('imports a log once, rolls up what is over, and the report says where its visits come from', async () => {
    const folder = freshFolder();
    const log = join(folder, 'access.log');
    writeFileSync(log, '203.0.113.7 - - [18/Nov/2026:10:00:00 -0500] "GET /contact/ HTTP/1.1" 200 1 "-" "Firefox"\n');
    const first = await run(folder, 'data', 'import-log', log);
    expect([first.code, first.out.split('\n')[0]]).toEqual([0, '2026-11-18       1 visits  new']);
    const [again, rolled, report] = await Promise.all([run(folder, 'data', 'import-log', log), run(folder, 'data', 'roll-up'), run(folder, 'report', 'weekly', '--from', '2026-11-16', '--to', '2026-11-22')]);
    expect(again.out).toContain('there already');
    expect([rolled.code, rolled.out]).toEqual([0, 'Made the figures of 0 days.\n']);
    expect(report.out).toContain('1 of 1 visits are known from a web server’s log alone');
  }, 300_000);
});

describe('the last window that is over', () => {
  // Wednesday 11 March 2026, 10:00 in New York, in the week after the clocks changed.
  const now = Date.parse('2026-03-11T14:00:00Z');

  test.for([
    ['daily', '2026-03-10', 24],
    ['weekly', '2026-03-02 to 2026-03-08', 167],
    ['monthly', '2026-02-01 to 2026-02-28', 672],
  ] as const)('%s is %s', ([period, text, hours]) => {
    const window = lastWindow(period, ZONE, now);
    expect(windowText(window)).toBe(text);
    expect((window.to - window.from) / 3_600_000).toBe(hours);
  });

  test('on a Monday just after midnight is the week that just ended', () => {
    expect(windowText(lastWindow('weekly', ZONE, at('2026-01-12 00:01')))).toBe('2026-01-05 to 2026-01-11');
  });

  test('cannot end before it begins', () => {
    expect(() => windowOf('2026-01-06', '2026-01-05', ZONE, now)).toThrow(WindowUnusable);
  });
});

describe('figures from elsewhere', () => {
  const insights = { ...NO_INSIGHTS, imported: [{ id: 'accuracy', title: 'Accuracy', unit: 'share', formula: 'of a sample', target: { below: undefined, above: 0.95, source: 'plan' }, values: [] }] } as const;

  test('are taken with their day and how many they were measured on', () => {
    expect(withImported(insights, '\uFEFFfigure,day,value,n\r\naccuracy,2026-01-09,0.97,40\r\n').imported[0]?.values).toEqual([{ figure: 'accuracy', day: '2026-01-09', value: 0.97, n: 40 }]);
  });

  test('are read as spreadsheets write them: quoted, with semicolons, in any order of columns', () => {
    expect(withImported(insights, '"n";"value";"figure";"day"\r\n"40";"0.97";"accuracy";"2026-01-09"\r\n\r\n').imported[0]?.values).toEqual([{ figure: 'accuracy', day: '2026-01-09', value: 0.97, n: 40 }]);
  });

  test.for([
    ['accuracy,2026-01-09,0.97,40', 'The first line must be'],
    ['figure,day,value\naccuracy,2026-01-09,0.97', 'The first line must be'],
    ['figure,day,value,n\naccuracy,2026-02-30,0.97,40', 'Line 2: "2026-02-30"'],
    ['figure,day,value,n\naccuracy,2026-01-09,0.97', 'Line 2: '],
    ['figure,day,value,n\naccuracy,2026-01-09,"0.97,40', 'Line 2: '],
    ['figure,day,value,n\nother,2026-01-09,1,1', 'Line 2: "other"'],
    ['figure,day,value,n\n\naccuracy,Friday,1,1', 'Line 3: "Friday"'],
    ['figure,day,value,n\naccuracy,2026-01-09,"0,97",40', 'Line 2: value and n'],
  ] as const)('are refused with their line: %s', ([text, message]) => {
    expect(() => withImported(insights, text)).toThrow(ImportUnreadable);
    expect(() => withImported(insights, text)).toThrow(message);
  });
});
