/**
 * Reads a built page for what links need: where it points, and which anchors it has.
 *
 * A tokenizer and no tree: of 2,000 pages a tree would cost four times the time, and links need none.
 */
import { Tokenizer, TokenizerMode, type Token } from 'parse5';

export interface PageLink {
  readonly tag: string;
  readonly attribute: string;
  /** As it stands on the page, entities resolved. */
  readonly href: string;
}

export interface ReadPage {
  readonly links: readonly PageLink[];
  readonly ids: ReadonlySet<string>;
  readonly duplicateIds: ReadonlySet<string>;
  /** `<base href>`, which every relative link of the page starts from. */
  readonly base: string | undefined;
}

/** Elements whose attribute names something that is fetched or followed. */
const POINTERS: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  area: ['href'],
  audio: ['src'],
  embed: ['src'],
  form: ['action'],
  iframe: ['src'],
  image: ['href', 'xlink:href'],
  img: ['src', 'srcset'],
  input: ['src'],
  link: ['href', 'imagesrcset'],
  object: ['data'],
  script: ['src'],
  source: ['src', 'srcset'],
  track: ['src'],
  use: ['href', 'xlink:href'],
  video: ['src', 'poster'],
};

/** Hints about hosts and words about the page: nothing is fetched from these. */
const NO_PAGE = /^(preconnect|dns-prefetch|author|license|me|pingback|webmention)$/;
const PICTURE_META = /^(og:(image|video|audio)(:url|:secure_url)?|twitter:image)$/;

const RAW_TEXT = new Set(['style', 'xmp', 'iframe', 'noembed', 'noframes']);
const TITLE_TEXT = new Set(['textarea', 'title']);

export function readPage(html: string): ReadPage {
  const links: PageLink[] = [];
  const ids = new Set<string>();
  const duplicateIds = new Set<string>();
  let base: string | undefined;
  // What stands in a template is not on the page until a script puts it there, and then it may be filled in.
  let templates = 0;

  const add = (tag: string, attribute: string, value: string) => {
    for (const href of attribute.endsWith('srcset') ? addressesOfSet(value) : [value]) links.push({ tag, attribute, href });
  };
  const open = (token: Token.TagToken) => {
    const name = token.tagName;
    if (name === 'template') templates += 1;
    if (templates > 0) return;
    const attributes = new Map<string, string>();
    for (const { name: key, value } of token.attrs) if (!attributes.has(key)) attributes.set(key, value);
    const id = attributes.get('id');
    if (id !== undefined && id !== '') {
      if (ids.has(id)) duplicateIds.add(id);
      ids.add(id);
    }
    const named = name === 'a' ? attributes.get('name') : undefined;
    if (named !== undefined) ids.add(named);
    if (name === 'base') base ??= attributes.get('href');
    if (name === 'meta') {
      const content = attributes.get('content');
      if (content === undefined) return;
      if (PICTURE_META.test(attributes.get('property') ?? attributes.get('name') ?? '')) add(name, 'content', content);
      const refresh = attributes.get('http-equiv')?.toLowerCase() === 'refresh' ? /^\s*[\d.]*\s*[;,]?\s*url\s*=\s*['"]?([^'"]+)/i.exec(content)?.[1] : undefined;
      if (refresh !== undefined) add(name, 'content', refresh);
      return;
    }
    if (name === 'link' && (attributes.get('rel') ?? '').split(/\s+/).some((word) => NO_PAGE.test(word))) return;
    for (const attribute of POINTERS[name] ?? []) {
      const value = attributes.get(attribute);
      if (value !== undefined && !(name === 'form' && value === '')) add(name, attribute, value);
    }
  };

  const tokenizer: Tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag(token) {
        open(token);
        if (token.tagName === 'script') tokenizer.state = TokenizerMode.SCRIPT_DATA;
        else if (RAW_TEXT.has(token.tagName)) tokenizer.state = TokenizerMode.RAWTEXT;
        else if (TITLE_TEXT.has(token.tagName)) tokenizer.state = TokenizerMode.RCDATA;
      },
      onEndTag(token) {
        if (token.tagName === 'template' && templates > 0) templates -= 1;
      },
      onComment() {},
      onDoctype() {},
      onEof() {},
      onCharacter() {},
      onNullCharacter() {},
      onWhitespaceCharacter() {},
      onParseError: null,
    },
  );
  tokenizer.write(html, true);
  return { links, ids, duplicateIds, base };
}

/** `a.webp 720w, b.webp 1080w` → both. A comma inside an address is part of it. */
function addressesOfSet(value: string): string[] {
  return [...value.matchAll(/\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]+)?(?:,|\s*$)/g)].map(([, address = '']) => address);
}
