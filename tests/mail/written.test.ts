import { describe, expect, test } from 'vitest';
import { draftOf } from '../../src/mail/draft.ts';
import { parseBody, type Template } from '../../src/mail/template.ts';
import { toHtmlPage } from '../../src/mail/to-html.ts';
import { toPlainText } from '../../src/mail/to-text.ts';
import { writtenBody } from '../../src/mail/written.ts';

const HEAD = { name: 'Example Help', address: 'https://help.example.org/' };
const text = (words: string) => toPlainText(writtenBody(words), HEAD).split('\n\n-- ')[0];
const html = (words: string) => toHtmlPage(writtenBody(words), 'S', 'en', HEAD);

describe('what an agent wrote', () => {
  test('keeps its lines, lists and links', () => {
    expect(text('Hello,\nA. Reader\n\n1. Log out\n2. Log in\n\nSee https://example.org/a_b_c.')).toBe('Hello,\nA. Reader\n\n1. Log out\n2. Log in\n\nSee https://example.org/a_b_c.');
    expect(html('One\ntwo')).toContain('One<br>two');
    expect(html('See https://example.org/x.')).toContain('<a href="https://example.org/x"');
  });

  test('loses no word to signs that a mail does not have, and runs nothing', () => {
    const cases = ['Type <b>bold</b> here', '<div>\nall of this\n</div>', '```\ncode 1 < 2\n```', '    four spaces', '[x]: https://example.org', '![alt](https://example.org/a.png)', '[go](javascript:alert(1))', '| a | b |\n|---|---|\n| 1 | 2 |'];
    for (const one of cases) {
      for (const word of one.match(/\w+/g) ?? []) expect(text(one), one).toContain(word);
      expect(html(one)).not.toMatch(/<(img|script|div|b)\b|href="javascript/);
    }
  });

  test.each(['>', '> ', '1. ', '- ', '> 1. ', '+ '])('keeps its words when it begins with thousands of %j, as what a desk quotes may', (mark) => {
    const words = `${mark.repeat(20_000)}the answer\n\nand more`;
    expect(text(words)).toContain('the answer');
    expect(text(words)).toContain('and more');
  });

  test('begins with a canned reply whose values are never read as signs', () => {
    const template: Template<'reply'> = { name: 't', kind: 'reply', subject: 'About {{ticket.reference}}', description: '', body: parseBody('Hello {{requester.name}},\n\n- Status: ‹open›\n\n[Read it](https://example.org/)') };
    const values = { 'site.name': 'S', 'site.product': 'P', 'site.helpCenter': 'https://example.org/', 'ticket.reference': 'AB12-CD34', 'ticket.priority': 'High', 'agent.name': 'Support', 'requester.name': '*A* [b](https://evil.example)' };
    const { subject, text: words } = draftOf(template, values, { timeZone: 'UTC', locale: 'en' });
    expect(subject).toBe('About AB12-CD34');
    expect(words).toContain('- Status: ‹open›');
    expect(text(words)).toContain('Hello *A* [b](https://evil.example),');
  });
});
