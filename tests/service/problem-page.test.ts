import { expect, test } from 'vitest';
import { problemPage } from '../../src/service/problem-page.ts';

const MANIFEST = { base: '/help/', name: 'Help & <more>', locale: 'en' } as Parameters<typeof problemPage>[0];

test('the first sentence is the heading, and what to do is said below it', () => {
  const page = problemPage(MANIFEST, 'There were too many answers from here. Try again later.');
  expect(page).toContain('<title>There were too many answers from here</title>');
  expect(page).toContain('<h1>There were too many answers from here</h1><p>Try again later.</p>');
});

test('a single sentence stands alone, with the ways on', () => {
  const page = problemPage(MANIFEST, 'There is nothing here.');
  expect(page).toContain('<h1>There is nothing here</h1><p><a href="/help/contact/">Contact support</a><a href="/help/">Help &amp; &lt;more></a></p>');
});

test('it needs no file of the site, which may be what failed', () => {
  const page = problemPage(MANIFEST, 'Something went wrong on our side. Your answer is not stored.');
  expect(page).toContain('<style>');
  expect(page).not.toMatch(/<link|<script|src=|url\(/);
});
