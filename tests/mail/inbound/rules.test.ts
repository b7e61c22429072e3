import { describe, expect, test } from 'vitest';
import { automaticKind } from '../../../src/mail/inbound/automatic.ts';
import { foldQuoted } from '../../../src/mail/inbound/quoted.ts';
import { belongsTo, referencesIn, type Known } from '../../../src/mail/inbound/threading.ts';

const OWN = ['support@example.org', 'billing@example.org'];

describe('a mail that no person wrote', () => {
  const kind = (headers: Record<string, string>, from = 'a@example.net', subject = 'Hello') => automaticKind({ from, subject, headers: new Map(Object.entries(headers)) }, OWN);

  test.each([
    ['an ordinary one', {}, undefined],
    ['one that says it is not automatic', { 'auto-submitted': 'no' }, undefined],
    ['an answer by a program', { 'auto-submitted': 'auto-replied' }, 'auto-reply'],
    ['one made by a program, with a parameter', { 'auto-submitted': 'auto-generated; owner-email="x@example.net"' }, 'auto-reply'],
    ['Exchange’s', { 'x-auto-response-suppress': 'DR, OOF, AutoReply' }, 'auto-reply'],
    ['an older program’s', { precedence: 'auto_reply' }, 'auto-reply'],
    ['a report of non-delivery', { 'content-type': 'multipart/report; report-type=delivery-status; boundary="x"' }, 'bounce'],
    ['one with no way back', { 'return-path': '<>' }, 'bounce'],
    ['a list’s', { 'list-id': '<news.example.net>' }, 'bulk'],
    ['mass mail', { precedence: 'bulk' }, 'bulk'],
    ['our own that came back', { 'x-loop': 'support@example.org' }, 'own'],
  ] as const)('%s', (_, headers, expected) => {
    expect(kind(headers)).toBe(expected);
  });

  test('is known by its sender or its subject when it is marked by nothing', () => {
    expect(kind({}, 'MAILER-DAEMON@example.net')).toBe('bounce');
    expect(kind({}, 'Support+7k3m-9qxt-abc@example.org')).toBe('own');
    expect(kind({}, 'a@example.net', 'Out of office: back on Monday')).toBe('auto-reply');
    expect(kind({}, 'a@example.net', 'Automatische Antwort: Ihre Nachricht')).toBe('auto-reply');
    expect(kind({}, 'a@example.net', 'My out of office text is not shown')).toBeUndefined();
  });
});

describe('a mail belongs', () => {
  const known = (more: Partial<Known>): Known => ({ signed: undefined, answered: [], named: [], isRequester: () => false, exists: () => true, ...more });
  const theirs = (...references: string[]) => ({ isRequester: (reference: string) => references.includes(reference) });

  test('to the ticket of our signed address, whoever sends it and whatever else it says', () => {
    expect(belongsTo(known({ signed: 'A', answered: ['B'], named: ['C'], ...theirs('B', 'C') }))).toEqual({ to: 'ticket', reference: 'A', by: 'signed' });
  });

  test('to the ticket whose mail it answers, when the sender asked there', () => {
    expect(belongsTo(known({ answered: ['A'], ...theirs('A') }))).toEqual({ to: 'ticket', reference: 'A', by: 'answered' });
    expect(belongsTo(known({ answered: ['A', 'B'], ...theirs('B') }))).toEqual({ to: 'ticket', reference: 'B', by: 'answered' });
  });

  test('to nobody for sure when a stranger answers a mail or knows a reference, or it means two tickets', () => {
    expect(belongsTo(known({ answered: ['A'] }))).toEqual({ to: 'nobody-sure', why: 'stranger' });
    expect(belongsTo(known({ named: ['A'] }))).toEqual({ to: 'nobody-sure', why: 'stranger' });
    expect(belongsTo(known({ answered: ['A', 'B'], ...theirs('A', 'B') }))).toEqual({ to: 'nobody-sure', why: 'two-tickets' });
    expect(belongsTo(known({ named: ['A'], exists: () => false }))).toEqual({ to: 'nobody-sure', why: 'unknown-reference' });
  });

  test('to nobody for sure when its subject names two tickets, even both of the sender’s', () => {
    expect(referencesIn({ subject: 'Re: [7K3M-9QXT] and #8K3M-9QXT' })).toEqual(['7K3M-9QXT', '8K3M-9QXT']);
    expect(belongsTo(known({ named: ['A', 'B'], ...theirs('A', 'B') }))).toEqual({ to: 'nobody-sure', why: 'two-tickets' });
    expect(belongsTo(known({ named: ['A', 'A'], ...theirs('A') }))).toEqual({ to: 'ticket', reference: 'A', by: 'named' });
  });

  test('to a new ticket when it means none, also with a signed address of a ticket that is gone', () => {
    expect(belongsTo(known({}))).toEqual({ to: 'new' });
    expect(belongsTo(known({ signed: 'A', exists: () => false }))).toEqual({ to: 'new' });
  });

  test('by a reference in its subject that is written as one, and not by codes that look like it', () => {
    const named = (subject: string) => referencesIn({ subject })[0];
    expect(named('Re: [7K3M-9QXT] Cannot log in')).toBe('7K3M-9QXT');
    expect(named('Re: We have your message, reference 7k3m-9qxt')).toBe('7K3M-9QXT');
    expect(named('#7K3M-9QXT')).toBe('7K3M-9QXT');
    expect(named('Order 1234-5678 is late')).toBeUndefined();
    expect(named('ticket 1234-56789')).toBeUndefined();
  });
});

describe('what somebody wrote', () => {
  const cases: [string, string, string, string | undefined][] = [
    ['stands above what they quoted', 'Thank you!\n\nOn Mon, Nov 23, 2026 at 10:00 AM Support <support@example.org> wrote:\n> We have it.\n> Bye', 'Thank you!', 'On Mon, Nov 23, 2026 at 10:00 AM Support <support@example.org> wrote:\n> We have it.\n> Bye'],
    ['is found when the line that quotes is broken in two', 'Yes.\n\nOn Mon, Nov 23, 2026 at 10:00 AM Support\n<support@example.org> wrote:\n> It is.', 'Yes.', 'On Mon, Nov 23, 2026 at 10:00 AM Support\n<support@example.org> wrote:\n> It is.'],
    ['is found in German', 'Danke.\n\nAm 23.11.2026 um 10:00 schrieb Support <support@example.org>:\n> Gern.', 'Danke.', 'Am 23.11.2026 um 10:00 schrieb Support <support@example.org>:\n> Gern.'],
    ['is found above Outlook’s head', 'No.\n\nFrom: Support\nSent: Monday\nTo: Reader\nSubject: Re: x\n\nOld text', 'No.', 'From: Support\nSent: Monday\nTo: Reader\nSubject: Re: x\n\nOld text'],
    ['is not cut at a sentence that begins with From', 'From: the start it was slow.\nNothing helped.', 'From: the start it was slow.\nNothing helped.', undefined],
    ['stays whole when the answers stand between the questions', 'On Monday Support wrote to me:\nOn Mon, 23 Nov 2026, Support wrote:\n> Which browser?\nFirefox.\n> Which version?\n128.', 'On Monday Support wrote to me:\nOn Mon, 23 Nov 2026, Support wrote:\n> Which browser?\nFirefox.\n> Which version?\n128.', undefined],
    ['stays whole when all of it is quoted', '> forwarded\n> text', '> forwarded\n> text', undefined],
    ['loses its signature', 'It works now.\n-- \nA. Reader\nHospital', 'It works now.', undefined],
    ['is nothing when it is empty', '', '', undefined],
  ];
  test.each(cases)('%s', (_, text, fresh, quoted) => {
    expect(foldQuoted(text)).toEqual({ fresh, quoted });
  });

  test('is never lost, and folding it again changes nothing', () => {
    for (const [, text] of cases) {
      const { fresh } = foldQuoted(text);
      expect(text).toContain(fresh);
      expect(foldQuoted(fresh).fresh).toBe(fresh);
    }
  });
});
