/**
 * An article's revision: the digest of what it means.
 *
 * Wording, order, steps, links, pictures and error messages count. Line breaks, list markers, emphasis
 * characters, table padding and the order of frontmatter keys do not, so a reformat never resets votes or
 * moves a date. Words for search (`keywords`) and care (`owner`, `reviewedOn`) are not what a reader reads.
 */
import { createHash } from 'node:crypto';
import { mdxToMdast } from 'satteri';
import type { ArticleFields } from '../catalog/schema.ts';

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly [key: string]: unknown;
}

/** What of a node is meaning. Everything else (positions, list spread, markers) is form. */
const MEANING = ['value', 'depth', 'ordered', 'checked', 'url', 'alt', 'title', 'lang', 'name', 'identifier'] as const;

/**
 * @param source the whole file
 * @param pictureDigest the digest of a picture beside the article; another picture is another meaning
 * @returns 16 characters of base64url: 96 bits, far more than a site has revisions
 */
export function articleRevision(fields: ArticleFields, source: string, pictureDigest: (target: string) => string): string {
  const tree = mdxToMdast(source, { features: { frontmatter: true, headingAttributes: true }, position: false }) as unknown as Node;
  const { title, summary, kind, errors, video, binding } = fields;
  const meaning = [{ title, summary, kind, errors: errors.map(({ code, message }) => [code ?? null, message]), video: video?.file ?? null, binding: binding?.href ?? null }, meaningOf(tree, pictureDigest)];
  return createHash('sha256').update(JSON.stringify(meaning)).digest('base64url').slice(0, 16);
}

function meaningOf(node: Node, pictureDigest: (target: string) => string): unknown {
  if (node.type === 'yaml' || node.type === 'toml') return null;
  if (node.type === 'text') return normalize(String(node['value']));
  const facts: unknown[] = [node.type.replace(/(Flow|Text)(Element|Expression)$/, '$2')];
  for (const key of MEANING) {
    const value = node[key];
    if (value !== undefined && value !== null) facts.push([key, typeof value === 'string' && node.type !== 'code' ? normalize(value) : value]);
  }
  const attributes = node['attributes'] as readonly { name?: string; value?: unknown }[] | undefined;
  if (attributes !== undefined) facts.push(attributes.map(({ name, value }) => [name, value ?? true]).sort());
  const picture = node.type === 'image' ? node['url'] : attributes?.find(({ name }) => name === 'src')?.value;
  if (typeof picture === 'string') facts.push(pictureDigest(picture));
  const children = node.children?.map((child) => meaningOf(child, pictureDigest)).filter((child) => child !== null && child !== '') ?? [];
  // `a\nb` and `a b` read the same, and a paragraph that holds only a component is that component.
  if (node.type === 'paragraph' && node.children?.length === 1 && /^mdxJsx/.test(node.children[0]?.type ?? '')) return children[0];
  return children.length > 0 ? [...facts, children] : facts;
}

function normalize(text: string): string {
  return text.replaceAll(/\s+/g, ' ').normalize('NFC');
}
