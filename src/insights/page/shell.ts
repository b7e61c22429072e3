/** A report as one file: everything in it, nothing asked of anybody, no script. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import type { Site } from '../../catalog/schema.ts';
import { html, trusted, type Html, type Part } from '../../status/markup.ts';

export interface Shell {
  readonly site: Pick<Site, 'name' | 'locale' | 'brand'>;
  /** `Weekly report` */
  readonly title: string;
  /** `16 to 22 November 2026` */
  readonly days: string;
  /** Short facts under the title, such as the zone. */
  readonly facts: readonly string[];
  /** What a reader must know before anything else, such as that the days are not over. */
  readonly warnings?: readonly string[] | undefined;
  readonly body: readonly Part[];
}

export function shell({ site, title, days, facts, warnings = [], body }: Shell): string {
  const style = styleOf(site);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="${site.locale}">
<head>
<meta charset="utf-8">
<title>${title}, ${days} · ${site.name}</title>
<meta http-equiv="content-security-policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<style>${trusted(style)}</style>
</head>
<body>
<header>
<p class="house">${site.name}</p>
<h1>${title} <span>${days}</span></h1>
<p class="facts">${facts.map((fact, index) => html`${index > 0 && ' · '}<span>${fact}</span>`)}</p>
${warnings.map((warning) => html`<p class="warning">${warning}</p>
`)}</header>
<main>
${body}
</main>
</body>
</html>
`.text;
}

const styles = new Map<string, string>();

/** The help center's own tokens, so that a report looks like the house it comes from. */
function styleOf({ brand }: Pick<Site, 'brand'>): string {
  const colors = `:root { --accent: light-dark(${brand.accent.light}, ${brand.accent.dark}); }`;
  const known = styles.get(colors);
  if (known !== undefined) return known;
  const sheet = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const style = transformSync([sheet('../../styles/tokens.css'), colors, sheet('report.css')].join('\n'), { loader: 'css', minify: true, target: 'esnext' }).code.trim();
  styles.set(colors, style);
  return style;
}

/** A part of the page with its heading. */
export function section(id: string, title: string, ...inside: readonly Part[]): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${inside}</section>
`;
}
