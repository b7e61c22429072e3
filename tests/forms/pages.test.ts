import { expect, test } from 'vitest';
import { readAnswers } from '../../src/forms/answers.ts';
import { formPageWithProblems, reviewPage, thanksPage, unavailablePage, type ReviewState } from '../../src/forms/pages.ts';
import { formOf, NOW, values } from './forms.ts';

/** The marks of the built page, without its looks. */
const BUILT = `<!doctype html><html><head><title>Refunds · Help</title></head><body><main data-contact="refunds" data-action="/intake/tickets">
<div data-problems hidden><ul data-problem-list></ul></div><div data-failure hidden><p data-failure-reason></p></div>
<div data-step="form"><p data-user hidden></p><div data-closed></div><form data-form hidden><input type="hidden" name="form" value="refunds"><input type="hidden" name="article" value="">
<input type="radio" name="topic" value="charge"><input type="radio" name="topic" value="refund"><div data-question="reason" data-show-if><select name="reason"><option value="twice">Twice</option></select></div>
<input name="paidOn-day"><input type="checkbox" name="honest" value="yes"><input name="email"><p data-error="email" hidden></p><textarea name="message"></textarea></form></div>
<section data-step="review" hidden><form><div data-carried hidden></div><div data-finds hidden><h2 data-finds-title></h2><ul data-finds-list></ul><input type="checkbox" id="intended" name="intended" value="yes"></div><dl data-rows></dl></form></section>
</main></body></html>`;

const form = formOf();
/** A page as text, attributes without a value written short. */
const short = (page: string) => page.replaceAll('=""', '');

const stateOf = (changes: Readonly<Record<string, unknown>> = {}): ReviewState => {
  const given = values(changes);
  const read = readAnswers(form, given, NOW, 'en-US');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { form, values: given, locale: 'en-US', answers: read.answers, token: 'the-token', key: 'the-key' };
};

test('the review carries every word and nothing that the form does not know', () => {
  const page = short(reviewPage(BUILT, stateOf({ message: '</textarea><script>alert(1)</script>', admin: 'yes' })));
  for (const [name, value] of [['form', 'refunds'], ['topic', 'charge'], ['paidOn-day', '12'], ['honest', 'yes'], ['token', 'the-token'], ['key', 'the-key']]) expect(page).toContain(`<input type="hidden" name="${name}" value="${value}">`);
  expect(page).not.toContain('name="admin"');
  expect(page).toContain('<dd>&#x3C;/textarea>&#x3C;script>');
  expect(page).toContain('<title>Check your answers before you send · Help</title>');
  expect(page).toContain('<section data-step="review">');
  expect(page).toContain('<div data-step="form" hidden>');
});

test('what looks private has to be confirmed, and never bars the way back', () => {
  const page = short(reviewPage(BUILT, { ...stateOf(), finds: [{ field: 'message', kind: 'birth-date', start: 0, end: 4, before: 'born ', text: '1961', after: '' }] }));
  expect(page).toMatch(/<input[^>]* id="intended"[^>]* required>/);
  expect(page).toContain('<mark>1961</mark>');
  const ways = page.match(/<button[^>]*value="change"[^>]*>/g) ?? [];
  expect(ways.length).toBeGreaterThan(5);
  for (const way of ways) expect(way).toContain('formnovalidate');
  expect(page).toContain('formaction="/intake/tickets#message"');
  expect(reviewPage(BUILT, stateOf())).not.toContain('required');
});

test('the form comes back with every word, what is wrong at its place, and what is asked shown', () => {
  const given = values({ topic: 'refund', reason: 'twice', email: 'dana@', message: 'A "quote" & <b>' });
  const page = short(formPageWithProblems(BUILT, { form, values: given, locale: 'en-US', problems: [{ field: 'email', message: 'Enter an email address' }] }));
  expect(page).toContain('<title>Error: Refunds · Help</title>');
  expect(page).toContain('<a href="#email">Enter an email address</a>');
  expect(page).toContain('<p data-error="email">Enter an email address</p>');
  expect(page).toMatch(/<input name="email" value="dana@" aria-invalid="true">/);
  expect(page).toMatch(/name="topic" value="refund" checked>/);
  expect(page).toMatch(/data-question="reason" data-show-if data-shown/);
  expect(page).toContain('<option value="twice" selected>');
  expect(page).toContain('<textarea name="message">A "quote" &#x26; &#x3C;b></textarea>');
});

test('a form for some opens to those who are named, and names them', () => {
  const some = formOf({ audience: 'enterprise', otherwise: 'Only for enterprise accounts.' });
  const page = (user: object | undefined) => short(formPageWithProblems(BUILT, { form: some, values: {}, locale: 'en-US', problems: [], user: user as never }));
  expect(page(undefined)).toContain('<form data-form hidden>');
  expect(page({ name: 'Dana Reyes', email: 'dana@example.org', enterprise: true })).toContain('<form data-form>');
  expect(page({ name: 'Dana Reyes', email: 'dana@example.org', enterprise: true })).toContain('<input name="email" value="dana@example.org">');
});

test('what was not stored says so on the step it happened in', () => {
  const late = short(unavailablePage(BUILT, { ...stateOf(), failure: 'tooMany', retryAfterSeconds: 601 }));
  expect(late).toContain('<div data-failure>');
  expect(late).toContain('Try again in 11 minutes.');
  expect(late).toContain('<section data-step="review">');
  expect(short(unavailablePage(BUILT, { form, values: values(), locale: 'en-US', failure: 'unavailable' }))).toContain('<div data-step="form">');
});

test('thanks hold the reference, the promise and what happens next', () => {
  const built = '<div data-receipt hidden><p data-reference></p><p data-promised></p><section data-next hidden><ol data-next-list></ol></section><section data-answers hidden><ul data-answers-list></ul></section></div><div data-nothing></div>';
  const page = short(thanksPage(built, { locale: 'en-US', receipt: { reference: 'JN2H-BYY5', promise: { text: 'A person answers by Monday.' }, next: ['First.', 'Then.'], answers: [] } }));
  expect(page).toContain('<p data-reference>JN2H-BYY5</p>');
  expect(page).toContain('<p data-promised>A person answers by Monday.</p>');
  expect(page).toContain('<ol data-next-list><li>First.</li><li>Then.</li></ol>');
  expect(page).toContain('<section data-answers hidden>');
  expect(page).toContain('<div data-nothing hidden>');
});
