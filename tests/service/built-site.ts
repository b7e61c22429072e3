/** A built site in miniature: what `npm run build` leaves, by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MANIFEST_FILE, MANIFEST_FOLDER, type Manifest } from '../../src/site/manifest.ts';

export const ARTICLE = { id: 'abcd1234', address: '/billing/refunds/', title: 'How do I get a refund?', category: 'billing', revision: 'AAAAAAAAAAAAAAAA' };

export const MANIFEST: Manifest = {
  version: 1,
  name: 'Example Help',
  url: 'https://help.example.org',
  base: '/',
  locale: 'en',
  articles: [ARTICLE],
  redirects: { '/old-refunds/': '/billing/refunds/' },
  origins: ['https://help.example.org'],
};

const PAGE = `<!doctype html><html lang="en"><head><title>${ARTICLE.title}</title></head><body><main><h1>${ARTICLE.title}</h1>
<section id="feedback" data-feedback>
<form method="post" action="/intake/feedback" data-feedback-vote><input type="hidden" name="article" value="${ARTICLE.id}"><input type="hidden" name="revision" value="${ARTICLE.revision}">
<input type="hidden" name="token" value="">
<button name="answer" value="yes">Yes</button><button name="answer" value="no">No</button></form>
<p role="status" data-feedback-message></p>
<form method="post" action="/intake/feedback" data-feedback-more hidden><input type="hidden" name="article" value="${ARTICLE.id}"><input type="hidden" name="token" value="">
<fieldset><legend>Why</legend><input type="radio" name="reason" value="unclear"><input type="radio" name="reason" value="other"></fieldset>
<p data-feedback-error hidden></p><textarea name="comment"></textarea><button>Send</button></form>
</section></main></body></html>`;

/** Writes the site into a folder, with more files by address when given. */
export function writeBuiltSite(folder: string, files: Readonly<Record<string, string | Uint8Array>> = {}, manifest: Manifest = MANIFEST): string {
  const all = {
    'index.html': '<!doctype html><title>Home</title>',
    '404.html': '<!doctype html><title>Not here</title>',
    'billing/refunds/index.html': PAGE,
    [`${MANIFEST_FOLDER}/${MANIFEST_FILE}`]: JSON.stringify(manifest),
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
