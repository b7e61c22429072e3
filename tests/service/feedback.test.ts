import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnBothDatabases } from '../store/databases.ts';
import { ARTICLE } from './built-site.ts';
import { aVote, running } from './running.ts';

const vote = { article: ARTICLE.id, revision: ARTICLE.revision };

describeOnBothDatabases('a vote by script', (database) => {
  test('is stored when it is acknowledged', async () => {
    const server = await running(database);
    const response = await server.post(aVote({ answer: 'no' }));
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ status: 'stored', answer: 'no' });
    expect(await server.votes()).toMatchObject([{ article: ARTICLE.id, revision: ARTICLE.revision, answer: 'no', deduplicated: true }]);
  });

  test('counts once for a session and a revision, and the last answer stands', async () => {
    const server = await running(database);
    const mine = aVote();
    for (const answer of ['yes', 'no', 'yes', 'no']) await server.post({ ...mine, answer });
    await server.post({ ...mine, revision: 'BBBBBBBBBBBBBBBB' });
    expect((await server.votes()).map(({ revision, answer }) => [revision[0], answer])).toEqual([
      ['A', 'no'],
      ['B', 'yes'],
    ]);
  });

  test('keeps its reason while the answer stays, and loses it with the answer', async () => {
    const server = await running(database);
    const mine = aVote({ answer: 'no' });
    await server.post({ ...mine, reason: 'unclear', comment: 'Step two' });
    await server.post(mine);
    expect(await server.votes()).toMatchObject([{ answer: 'no', reason: 'unclear', comment: 'Step two' }]);
    await server.post({ ...mine, answer: 'yes' });
    expect(await server.votes()).toMatchObject([{ answer: 'yes', reason: undefined, comment: undefined }]);
  });

  test('sent fifty times at once by one session is one vote', async () => {
    const server = await running(database);
    const mine = aVote({ answer: 'no', reason: 'other', comment: 'All at once' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => server.post(mine)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(await server.votes()).toHaveLength(1);
  });

  test('has its comment scrubbed before it is stored, and sealed', async () => {
    const server = await running(database);
    await server.post(aVote({ answer: 'no', comment: 'Write to jo@example.org about Mrs Miller, zebra-comment' }));
    expect((await server.votes())[0]?.comment).toBe('Write to [email] about [name], zebra-comment');
    await server.stop();
    if (database.kind !== 'sqlite') return;
    for (const file of readdirSync(server.settings.dataDir)) {
      expect(readFileSync(join(server.settings.dataDir, file)).includes('zebra-comment'), file).toBe(false);
    }
  });

  test('on an article that is not there is answered 404, and in a wrong shape 400 with errors by field', async () => {
    const server = await running(database);
    expect((await server.post(aVote({ article: 'nobody99' }))).status).toBe(404);
    const response = await server.post({ article: ARTICLE.id, revision: 'short', session: 'x', answer: 'maybe', reason: 'because', comment: 'x'.repeat(1_001), admin: true });
    expect(response.status).toBe(400);
    const { fields } = (await response.json()) as { fields: Record<string, string> };
    expect(Object.keys(fields).sort()).toEqual(['admin', 'answer', 'comment', 'reason', 'revision', 'session']);
    expect(fields['comment']).toBe('Use at most 1000 characters.');
    expect(await server.votes()).toEqual([]);
  });
});

describeOnBothDatabases('a vote by a plain form', (database) => {
  test('is stored at once, thanked for after a 303, and explained with the token', async () => {
    const server = await running(database);
    const first = await server.postForm({ ...vote, answer: 'no' });
    expect(first.status).toBe(303);
    expect(await server.votes()).toMatchObject([{ answer: 'no', deduplicated: false }]);

    const location = first.headers.get('location') ?? '';
    expect(location).toMatch(/^\/intake\/feedback\?vote=[\w-]{32}#feedback$/);
    const thanks = await fetch(server.url + location);
    expect(thanks.status).toBe(200);
    expect(thanks.headers.get('cache-control')).toBe('no-store');
    const page = await thanks.text();
    expect(page).toContain('Thank you. Your “No” is stored.');
    expect(page).toContain(ARTICLE.title);

    const token = tokenOf(location);
    const second = await server.postForm({ token, reason: 'unclear', comment: 'Step two is missing' });
    expect(second.status).toBe(303);
    expect(await server.votes()).toMatchObject([{ answer: 'no', reason: 'unclear', comment: 'Step two is missing' }]);
    const shown = await (await fetch(server.url + second.headers.get('location')!)).text();
    expect(shown).toContain('What you told us is stored');
    expect(shown).toMatch(/value="unclear" checked/);
    expect(shown).toContain('>Step two is missing</textarea>');
  });

  test('can be changed with the token, and sent again without a second vote', async () => {
    const server = await running(database);
    const location = (await server.postForm({ ...vote, answer: 'no' })).headers.get('location')!;
    for (let again = 0; again < 3; again += 1) await server.postForm({ token: tokenOf(location), answer: 'yes', revision: '' });
    expect(await server.votes()).toMatchObject([{ answer: 'yes' }]);
    const page = await (await fetch(server.url + location)).text();
    expect(page).toMatch(/<fieldset hidden>/);
  });

  test('cannot be changed with a guessed token, nor after a day', async () => {
    let now = Date.UTC(2026, 10, 23, 12);
    const server = await running(database, { clock: () => now });
    const location = (await server.postForm({ ...vote, answer: 'no' })).headers.get('location')!;
    expect((await server.postForm({ token: 'A'.repeat(32), answer: 'yes' })).status).toBe(404);
    expect((await fetch(`${server.url}/intake/feedback?vote=${'A'.repeat(32)}`)).status).toBe(404);
    now += 24 * 60 * 60 * 1_000 + 1;
    expect((await server.postForm({ token: tokenOf(location), answer: 'yes' })).status).toBe(404);
    expect((await fetch(server.url + location)).status).toBe(404);
    expect(await server.votes()).toMatchObject([{ answer: 'no' }]);
  });

  test('that is wrong comes back as the same page with every word on it', async () => {
    const server = await running(database);
    const location = (await server.postForm({ ...vote, answer: 'no' })).headers.get('location')!;
    const long = `<b>"zebra-comment"</b> & ${'x'.repeat(1_000)}`;
    const response = await server.postForm({ token: tokenOf(location), reason: 'other', comment: long });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('Use at most 1000 characters.');
    expect(page).toContain(`&#x3C;b>"zebra-comment"&#x3C;/b> &#x26; ${'x'.repeat(1_000)}</textarea>`);
    expect(page).toMatch(/value="other" checked/);
    expect(page).toContain(`name="token" value="${tokenOf(location)}"`);
  });

  test('is never cast by a GET', async () => {
    const server = await running(database);
    await fetch(`${server.url}/intake/feedback?article=${ARTICLE.id}&revision=${ARTICLE.revision}&answer=yes`);
    await fetch(`${server.url}/intake/feedback`, { method: 'HEAD' });
    expect(await server.votes()).toEqual([]);
  });
});

function tokenOf(location: string): string {
  return /vote=([\w-]+)/.exec(location)?.[1] ?? '';
}
