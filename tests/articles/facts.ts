/** What an article says, read from three different trees, so that they can be held against each other. */
import type { Element, Nodes as HastNodes } from 'hast';
import type { Nodes as MdastNodes } from 'mdast';

export interface Facts {
  /** The words, one entry for each block. */
  readonly words: readonly string[];
  readonly headings: readonly { depth: number; text: string }[];
  readonly links: readonly string[];
  readonly pictures: readonly { target: string; alt: string }[];
}

interface Attributes {
  readonly [name: string]: unknown;
}

/** Collects facts while a tree is walked. A reader of a tree says what it meets; what that means is decided here. */
class Collector implements Facts {
  readonly headings: { depth: number; text: string }[] = [];
  readonly links: string[] = [];
  readonly pictures: { target: string; alt: string }[] = [];
  #text = '';

  get words(): string[] {
    return this.#text.split('\f').map(tidy).filter(Boolean);
  }

  say(text: string): void {
    this.#text += text;
  }

  block(inside: () => void): void {
    this.#text += '\f';
    inside();
    this.#text += '\f';
  }

  heading(depth: number, inside: () => void): void {
    const before = this.#text.length;
    inside();
    this.headings.push({ depth, text: tidy(this.#text.slice(before)) });
  }

  component(name: string, attributes: Attributes, inside: () => void): void {
    const said = { Callout: 'title', Tab: 'title', Details: 'summary', Figure: 'caption' }[name];
    const words = said === undefined ? undefined : (attributes[said] ?? (name === 'Callout' ? (attributes['kind'] ?? 'note') : undefined));
    if (words !== undefined) this.block(() => this.say(String(words)));
    if (name === 'Figure') this.pictures.push({ target: String(attributes['src']), alt: String(attributes['alt']) });
    if (/^(Ui|abbr|br|kbd|mark|sub|sup)$/.test(name)) inside();
    else this.block(inside);
  }
}

const BLOCK = /^(p|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td|blockquote|pre|div|section|figure|figcaption|details|summary|hr|br)$/;

/** Of the page that we make. Pictures and links stay as the renderer wrote them. */
export function factsOfHtml(root: HastNodes): Facts {
  const facts = new Collector();
  const visit = (node: HastNodes): void => {
    if (node.type === 'text') facts.say(node.value);
    if (!('children' in node)) return;
    const inside = () => node.children.forEach((child) => visit(child as HastNodes));
    if (node.type !== 'element') return inside();
    const { tagName, properties } = node;
    const classes = (properties['className'] ?? []) as string[];
    if (classes.includes('anchor') || classes.includes('visually-hidden')) return;
    if (classes.includes('ui-then')) return facts.say(' > ');
    if (tagName === 'a') facts.links.push(String(properties['href']));
    if (BLOCK.test(tagName)) facts.block(() => (/^h\d$/.test(tagName) ? facts.heading(Number(tagName[1]), inside) : inside()));
    else inside();
  };
  visit(root);
  return facts;
}

export interface Jsx {
  readonly type: unknown;
  readonly props: { readonly children?: unknown } & Attributes;
}

/** Of what the compiled program returns when it is run. */
export function factsOfJsx(root: Jsx): Facts {
  const facts = new Collector();
  const visit = (node: unknown): void => {
    if (typeof node === 'string') return facts.say(node);
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type, props } = node as Jsx;
    const name = String(type);
    const inside = () => visit(props.children);
    if (name === 'a') facts.links.push(String(props['href']));
    if (name === 'img') facts.pictures.push({ target: String(props['src']), alt: String(props['alt']) });
    if (/^[A-Z]/.test(name) && name !== 'Fragment') return facts.component(name, props, inside);
    if (BLOCK.test(name)) facts.block(() => (/^h\d$/.test(name) ? facts.heading(Number(name[1]), inside) : inside()));
    else inside();
  };
  visit(root);
  return facts;
}

/** Of the tree of the parser that reads articles as data. */
export function factsOfMarkdown(root: MdastNodes): Facts {
  const facts = new Collector();
  const visit = (node: MdastNodes): void => {
    const inside = () => ('children' in node ? node.children.forEach((child) => visit(child as MdastNodes)) : undefined);
    switch (node.type as string) {
      case 'yaml':
        return;
      case 'text':
      case 'inlineCode':
        return facts.say((node as { value: string }).value);
      case 'code':
        return facts.block(() => facts.say((node as { value: string }).value));
      case 'link':
        facts.links.push((node as { url: string }).url);
        return inside();
      case 'image':
        return void facts.pictures.push({ target: (node as { url: string }).url, alt: (node as { alt?: string }).alt ?? '' });
      case 'heading':
        return facts.block(() => facts.heading((node as { depth: number }).depth, inside));
      case 'paragraph':
      case 'listItem':
      case 'tableCell':
        return facts.block(inside);
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement': {
        const { name, attributes } = node as unknown as { name: string; attributes: { name: string; value: unknown }[] };
        return facts.component(name, Object.fromEntries(attributes.map((one) => [one.name, one.value])), inside);
      }
      default:
        return inside();
    }
  };
  visit(root);
  return facts;
}

/** Every element of a tree, for what must not be in it. */
export function elementsOf(root: HastNodes): Element[] {
  const own = root.type === 'element' ? [root] : [];
  return 'children' in root ? [...own, ...root.children.flatMap((child) => elementsOf(child as HastNodes))] : own;
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
