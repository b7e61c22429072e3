/** What must hold in `site.yaml` and `categories.yaml` beyond the form of each field. */
import type { Placed } from './placed.ts';
import { contrast, GROUND, isOpaque } from './colors.ts';
import { didYouMean, type Diagnostic } from './diagnostic.ts';
import { iconExists } from './icon.ts';
import { RESERVED_SEGMENTS, type Category, type Site } from './schema.ts';
import { LANGUAGES } from '../texts/texts.ts';

type Report = (diagnostic: Diagnostic) => void;

export function checkCategories(categories: Placed<Category[]>, report: Report): void {
  const seen = new Set<string>();
  for (const [index, category] of categories.value.entries()) {
    const at = { file: 'categories.yaml', line: categories.lineOf([index, 'slug']), field: `[${index}].slug`, value: category.slug };
    if ((RESERVED_SEGMENTS as readonly string[]).includes(category.slug)) {
      report({ ...at, code: 'category/reserved', severity: 'error', message: 'This address belongs to the program.', remedy: `Not allowed: ${RESERVED_SEGMENTS.join(', ')}.` });
    }
    if (seen.has(category.slug)) report({ ...at, code: 'category/duplicate', severity: 'error', message: 'Two categories have this address.' });
    seen.add(category.slug);
    if (!iconExists(category.icon)) {
      report({ code: 'category/icon', severity: 'error', file: 'categories.yaml', line: categories.lineOf([index, 'icon']), field: `[${index}].icon`, value: category.icon, message: 'Lucide has no icon of this name.', remedy: 'Look for one at lucide.dev/icons.' });
    }
  }
}

export function checkSite(site: Placed<Site>, ids: ReadonlySet<string>, report: Report): void {
  const { popular, contactArticle, timeZone, locale, service, serviceUrl, url, base } = site.value;
  if (!service && serviceUrl !== undefined) {
    report({ code: 'site/service', severity: 'error', file: 'site.yaml', line: site.lineOf(['service']), field: 'service', value: 'false', message: 'There is either no service, or one at serviceUrl.', remedy: 'Delete one of the two lines.' });
  }
  const article = (id: string, path: readonly PropertyKey[], field: string) => {
    if (ids.has(id)) return;
    report({ code: 'site/article', severity: 'error', file: 'site.yaml', line: site.lineOf(path), field, value: id, message: 'No article has this id.', ...remedyOf(didYouMean(id, [...ids])) });
  };
  for (const [index, id] of popular.entries()) article(id, ['popular', index], `popular[${index}]`);
  if (contactArticle !== undefined) article(contactArticle, ['contactArticle'], 'contactArticle');
  const { pathname } = new URL(url);
  if (pathname !== '/' && pathname.replace(/\/*$/, '/') !== base) {
    report({ code: 'site/folder', severity: 'error', file: 'site.yaml', line: site.lineOf(['url']), field: 'url', value: url, message: 'The folder of an address stands in base, else every link of the site leaves it out.', remedy: `Write url: ${new URL(url).origin} and base: ${pathname.replace(/\/*$/, '/')}` });
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    const zones = Intl.supportedValuesOf('timeZone');
    report({ code: 'site/time-zone', severity: 'error', file: 'site.yaml', line: site.lineOf(['timeZone']), field: 'timeZone', value: timeZone, message: 'There is no such time zone.', ...remedyOf(didYouMean(timeZone, zones)) });
  }
  if (!LANGUAGES.includes(locale.split('-')[0] ?? '')) {
    report({ code: 'site/locale', severity: 'error', file: 'site.yaml', line: site.lineOf(['locale']), field: 'locale', value: locale, message: 'The interface is not written in this language yet.', remedy: `Known: ${LANGUAGES.join(', ')}.` });
  }
  for (const mode of ['light', 'dark'] as const) checkColors(site, mode, report);
}

function checkColors(site: Placed<Site>, mode: 'light' | 'dark', report: Report): void {
  const { brand } = site.value;
  // 4.5 is WCAG AA for text; the accent is the color of links.
  const pairs = [
    { field: 'accent', front: brand.accent[mode], back: GROUND[mode], what: 'Links need a contrast of 4.5 with the page' },
    { field: 'onAccent', front: brand.onAccent[mode], back: brand.accent[mode], what: 'Text on the main button needs a contrast of 4.5 with it' },
  ];
  for (const { field, front, back, what } of pairs) {
    const path = ['brand', field, mode];
    const at = { severity: 'error', file: 'site.yaml', line: site.lineOf(path), field: path.join('.'), value: front } as const;
    const ratio = contrast(front, back);
    if (contrast(front, GROUND[mode]) === undefined) report({ ...at, code: 'site/color', message: 'This is not a CSS color.' });
    else if (!isOpaque(front)) report({ ...at, code: 'site/color', message: 'A color that lets others through has no contrast of its own.', remedy: 'Write it without an alpha value.' });
    else if (ratio !== undefined && ratio < 4.5) report({ ...at, code: 'site/contrast', message: `${what}; this has ${ratio.toFixed(1)}.`, remedy: remedyFor(field, mode) });
  }
}

/** The accent stands on the page's ground, and the button's text on the accent: what helps one is the other way round. */
function remedyFor(field: string, mode: 'light' | 'dark'): string {
  return (field === 'accent') === (mode === 'light') ? 'Make it darker.' : 'Make it lighter.';
}

function remedyOf(remedy: string | undefined): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}
