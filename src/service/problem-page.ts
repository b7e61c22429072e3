/** The plainest page: what happened, and the way back. It stands alone, because whatever failed may be what pages are made of. */
import type { Manifest } from '../site/manifest.ts';

/** The ground, the type and the measure of the other pages, without what only a brand decides. */
const STYLE =
  ':root{color-scheme:light dark;background:light-dark(oklch(.985 .004 85),oklch(.19 .006 85));color:light-dark(oklch(.22 .01 85),oklch(.93 .006 85))}' +
  'body{margin:0;font:1.0625rem/1.65 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}' +
  'main{max-width:42rem;margin:0 auto;padding:clamp(2rem,10vh,6rem) clamp(1rem,4vw,2rem)}' +
  'h1{margin:0 0 1rem;font-size:clamp(1.75rem,5vw,2.25rem);line-height:1.2;font-weight:650;letter-spacing:-.02em;text-wrap:balance}' +
  'p{margin:0 0 1rem}' +
  'a{display:inline-block;padding:.5rem 0;margin-inline-end:1.5rem;color:inherit;font-weight:600;text-underline-offset:.2em}' +
  'a:focus-visible{outline:3px solid;outline-offset:3px;border-radius:2px}';

/** The first sentence is the heading, what comes after it is said below. */
export function problemPage({ base, name, locale }: Manifest, message: string): string {
  const [, title, more] = /^(.+?)(?:\.(?:\s+(.+))?)?$/s.exec(message) ?? ['', message];
  return (
    `<!doctype html><html lang="${escape(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${escape(title!)}</title><style>${STYLE}</style></head>` +
    `<body><main><h1>${escape(title!)}</h1>${more === undefined ? '' : `<p>${escape(more)}</p>`}<p><a href="${escape(base)}contact/">Contact support</a><a href="${escape(base)}">${escape(name)}</a></p></main></body></html>\n`
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
