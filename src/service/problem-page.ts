/** The plainest page: what happened, and the way back. It stands alone, because whatever failed may be what pages are made of. */
import type { Manifest } from '../site/manifest.ts';

export function problemPage({ base, name, locale }: Manifest, message: string): string {
  return (
    `<!doctype html><html lang="${escape(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${escape(message)}</title></head>` +
    `<body><main><h1>${escape(message)}</h1><p><a href="${escape(base)}">${escape(name)}</a> · <a href="${escape(base)}contact/">Contact support</a></p></main></body></html>\n`
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
