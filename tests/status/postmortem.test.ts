import { expect, test } from 'vitest';
import type { Incident, IncidentUpdate } from '../../src/catalog/status-tree.ts';
import { draftPostmortem, stillToWrite, type PeopleFacts } from '../../src/status/postmortem.ts';

const at = (time: string) => Date.parse(`2026-11-09T${time}:00-05:00`);
const update = (time: string, state: IncidentUpdate['state'], text: string, components: IncidentUpdate['components'] = {}): IncidentUpdate => ({ at: at(time), state, text, components, nextUpdateBy: undefined, reopens: false });

const incident: Incident = {
  id: 'posting1',
  file: 'status/incidents/posting.md',
  title: 'Problems with creating posts',
  impact: 'minor',
  started: at('14:20'),
  sample: false,
  updates: [
    update('14:30', 'investigating', 'We are *looking*.', { posting: 'major outage', email: 'degraded performance' }),
    update('14:45', 'identified', 'We found it.', { posting: 'partial outage' }),
    update('15:15', 'resolved', 'All works.'),
  ],
  postmortem: undefined,
};
const component = (slug: string, name: string) => ({ slug, name, description: undefined, group: undefined, since: 0, onlyWhenDegraded: false });
const people: PeopleFacts = { firstSignal: at('14:27'), firstTicket: at('14:22'), tickets: 14, linked: 9, meToos: 31, votes: 0, searches: 120, followers: 1, subscribers: 210, words: [{ word: 'posting', people: 12 }, { word: 'button', people: 6 }] };
const drafted = { incident, components: [component('posting', 'Posting'), component('email', 'Email')], people, locale: 'en-US', timeZone: 'America/New_York', now: at('20:00') };

test('a draft has the plan’s questions, every moment in order, minutes by part, and counts', () => {
  const text = draftPostmortem(drafted);
  expect(text.match(/^## .+$/gm)).toEqual(['## What happened', '## What it meant', '## How we noticed', '## Timeline', '## How we resolved it', '## What we change']);
  // By hand: posting 14:20 to 14:45 in full, then 30 minutes in part; email from 14:20 to 15:15.
  expect(text).toContain('- Posting: major outage for 25 minutes, partial outage for 30 minutes\n- Email: degraded performance for 55 minutes');
  expect(text.match(/^- Nov 9.+$/gm)).toEqual([
    '- Nov 9, 2026, 2:20 PM EST: It began.',
    '- Nov 9, 2026, 2:22 PM EST: The first message about it came in.',
    '- Nov 9, 2026, 2:27 PM EST: More people than usual told of it, and whoever was on call was told.',
    '- Nov 9, 2026, 2:30 PM EST: We opened the incident. We are looking.',
    '- Nov 9, 2026, 2:45 PM EST: Identified. We found it.',
    '- Nov 9, 2026, 3:15 PM EST: Resolved. All works.',
  ]);
  expect(text).toContain('- 9 people wrote to us about this incident\n');
  expect(text).toContain('- 31 people said “me too”\n- 120 people searched for them\n- 1 person asked to be told when it was over\n- 210 people were told by subscription\n');
  expect(text).toContain('Words that several people used: “posting” (12), “button” (6).');
  expect(text).not.toContain('unhelpful');
});

test('a draft without a database has what the records know, and is not for publishing as it is', () => {
  const text = draftPostmortem({ ...drafted, people: undefined });
  expect(text).toContain('Posting: major outage for 25 minutes');
  expect(text).not.toContain('people wrote');
  expect(stillToWrite(text)).toHaveLength(8);
  expect(stillToWrite(text.replaceAll(/^(?:Say .+|\d\. .+)$/gm, 'Written.'))).toEqual([]);
});
