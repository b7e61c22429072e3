/** The page around a status: complete by itself, so that it needs nothing of the help center. */
import { GROUND, hex } from '../../catalog/colors.ts';
import { html, trusted, type Html } from '../markup.ts';
import { subscribePath, type PageContext } from './context.ts';

export interface Shell {
  readonly title: string;
  readonly description: string;
  /** Path below the status root. */
  readonly path: string;
  readonly main: Html;
  /** Said to search engines: pages that only repeat others are left out. */
  readonly indexed?: boolean;
}

/** Nothing from another host, nothing inline, nothing sent but to the service. */
function policy({ tree, place }: PageContext): string {
  const elsewhere = tree.subscriptions && URL.canParse(place.intake) ? ` ${new URL(place.intake).origin}` : '';
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'${elsewhere}; form-action ${!tree.subscriptions ? "'none'" : elsewhere === '' ? "'self'" : `'self'${elsewhere}`}; base-uri 'none'; object-src 'none'`;
}

export function shell(context: PageContext, page: Shell): string {
  const { site, place, t, direction, times, style, script, overall } = context;
  const name = t.title(site.product);
  const { root, url } = place;
  const current = (path: string) => page.path === path && trusted(' aria-current="page"');
  const words = { ...t.script, asOf: t.asOf, built: new Date(overall.now).toISOString(), root, api: `${place.api}summary.json` };
  return html`<!doctype html>
<html lang="${site.locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<title>${page.path === '' ? name : `${page.title} · ${name}`}</title>
<meta http-equiv="content-security-policy" content="${trusted(policy(context))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${page.description}">
<meta name="referrer" content="strict-origin">
${page.indexed === false ? trusted('<meta name="robots" content="noindex">') : html`<link rel="canonical" href="${url}${page.path}">`}
<meta name="theme-color" content="${hex(GROUND.light)}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${hex(GROUND.dark)}" media="(prefers-color-scheme: dark)">
<link rel="icon" href="${root}favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${place.assets}${style}">
<link rel="alternate" type="application/atom+xml" title="${name}" href="${root}history.atom">
<link rel="alternate" type="application/rss+xml" title="${name}" href="${root}history.rss">
<script type="module" src="${place.assets}${script}"></script>
</head>
<body data-page="${JSON.stringify(words)}">
<a class="skip" href="#main">${t.skip}</a>
<header class="site-header"><div class="wrap">
<a class="brand" href="${root}"${current('')}>${site.brand.mark && html`<span class="brand-mark" aria-hidden="true">${site.brand.mark}</span>`}<span>${name}</span></a>
<nav class="site-nav" aria-label="${t.now}"><a href="${root}history/"${current('history/')}>${t.history}</a>${context.tree.subscriptions && html`<a href="${subscribePath(context)}"${current('subscriptions/')}>${t.subscribe.title}</a>`}<a href="${place.helpUrl}">${t.helpCenter}</a></nav>
</div></header>
<div class="wrap columns"><main id="main">
${page.main}
</main></div>
<footer class="site-footer"><div class="wrap">
<nav class="footer-links" aria-label="${t.follow}"><a href="${root}history.atom">${t.feeds.atom}</a><a href="${root}history.rss">${t.feeds.rss}</a><a href="${root}status.ics">${t.feeds.calendar}</a><a href="${root}badge.svg">${t.feeds.badge}</a><a href="${place.api}summary.json">${t.feeds.api}</a></nav>
<p class="quiet">${t.zoneNote(times.zoneName)}${site.emergency && ` ${site.emergency}`}</p>
</div></footer>
</body>
</html>
`.text;
}
