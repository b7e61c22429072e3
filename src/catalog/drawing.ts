/**
 * Whether an SVG is a drawing: shapes and text, no code, nothing fetched.
 *
 * As a picture in a page it could do nothing anyway, but it has an address of its own, and opened there it
 * would be a page of this site.
 */

/** Elements that run, animate an address or hold foreign markup, under any prefix. */
const ACTIVE_ELEMENT = /^(script|foreignobject|iframe|frame|embed|object|applet|handler|listener|set|discard|mpath|animate\w*|audio|video|canvas|link|meta|base|form|input|button)$/;

const TAG = /<\/?([A-Za-z_][\w.:-]*)((?:[^"'<>]|"[^"<]*"|'[^'<]*')*)>/g;
const ATTRIBUTE = /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** What makes an SVG more than a drawing, in a few words; nothing when it is one. */
export function activePart(svg: string): string | undefined {
  if (/<!DOCTYPE[^>]*\[|<!ENTITY/i.test(svg)) return 'an entity';
  if (/<\?(?!xml\s)/i.test(svg)) return 'a processing instruction';
  const encoding = /^<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)/i.exec(svg)?.[1];
  if (encoding !== undefined && !/^(utf-8|us-ascii|ascii)$/i.test(encoding)) return `the encoding ${encoding}`;
  const markup = svg
    .replaceAll(/<!--[^]*?-->/g, '')
    .replaceAll(/<!\[CDATA\[([^]*?)\]\]>/g, (_, text: string) => text.replaceAll('<', '&lt;'))
    .replaceAll(/<\?xml\s[^]*?\?>|<!DOCTYPE[^>]*>/gi, '');
  let end = 0;
  let styled = false;
  for (const match of markup.matchAll(TAG)) {
    const [whole, name = '', attributes = ''] = match;
    const between = markup.slice(end, match.index);
    if (between.includes('<')) return 'markup that cannot be read';
    if (styled && fetches(decoded(between))) return 'a style that fetches something';
    end = match.index + whole.length;
    const local = localName(name);
    if (ACTIVE_ELEMENT.test(local)) return `<${name}>`;
    styled = local === 'style' && !whole.startsWith('</');
    const found = activeAttribute(attributes);
    if (found !== undefined) return found;
  }
  return markup.slice(end).includes('<') ? 'markup that cannot be read' : undefined;
}

function activeAttribute(attributes: string): string | undefined {
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const local = localName(name);
    const value = decoded(double ?? single ?? '').trim();
    if (local.startsWith('on')) return name;
    if (/^(href|src)$/.test(local) && !/^(#|data:image\/(png|jpeg|webp|gif)[;,])/i.test(value)) return `${name} to another place`;
    if (/^xmlns\b/i.test(name) && /xhtml/i.test(value)) return 'HTML elements';
    if (/script:/i.test(value.replaceAll(/[\s\p{Cc}]/gu, ''))) return `code in ${name}`;
    if (fetches(value)) return `${name} to another place`;
  }
  return undefined;
}

/** Whether a style or a paint names something outside the drawing. A backslash could hide it. */
function fetches(style: string): boolean {
  return /\\|@import|@font-face|url\(\s*["']?\s*(?!["'\s#])/i.test(style);
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1).toLowerCase();
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML knows five names and two kinds of numbers; any other name is an error there. */
function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
