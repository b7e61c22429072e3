/** Whether a tag that an author wrote is one an article may have, with attributes that it may carry. */
import { toString } from 'hast-util-to-string';
import type { Nodes, Root } from 'hast';
import { ARTICLE_COMPONENTS, ARTICLE_HTML, type ComponentDefinition } from './components.ts';
import { didYouMean, shown, type Diagnostic } from './diagnostic.ts';
import { noSuchTag, ofCodeIn } from './markup-words.ts';
import { allowed } from './yaml.ts';

export interface JsxNode {
  readonly type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  readonly name: string | null;
  readonly attributes: readonly { type: string; name?: string; value?: unknown }[];
  readonly children: Nodes[];
  readonly position?: { start: { line: number; column: number } };
}

export type Refuse = (node: Nodes, code: string, message: string, more?: Partial<Diagnostic>) => void;

const ACTIVE = /^(script|iframe|frame|object|embed|svg|style|link|meta|base|form|input|button|video|audio)$/i;

export function checkTag(element: JsxNode, ancestors: readonly string[], refuse: Refuse): void {
  const node = element as unknown as Nodes;
  const name = element.name ?? '';
  const seen = new Set<string>();
  for (const { type, name: field = '{…}', value } of element.attributes) {
    if (type !== 'mdxJsxAttribute' || (value !== null && typeof value === 'object')) {
      const { code, message, ...more } = ofCodeIn(name, field);
      refuse(node, code, message, field === '{…}' ? { field } : { field, ...more });
      return;
    }
    // Of two, a parser may take the one and a browser the other.
    if (seen.has(field)) refuse(node, 'article/attribute', `<${name}> has this attribute twice.`, { field });
    seen.add(field);
  }
  // A table's own entries only: a tag called `constructor` is no component.
  if (Object.hasOwn(ARTICLE_COMPONENTS, name)) checkComponent(element, node, name, (ARTICLE_COMPONENTS as Record<string, ComponentDefinition>)[name]!, ancestors, refuse);
  else checkHtmlTag(element, node, name, refuse);
}

function checkComponent(element: JsxNode, node: Nodes, name: string, component: ComponentDefinition, ancestors: readonly string[], refuse: Refuse): void {
  if (component.inside !== undefined && ancestors.at(-1) !== component.inside) {
    refuse(node, 'article/component', `<${name}> belongs inside <${component.inside}>.`);
  }
  if (component.content === 'empty' && element.children.length > 0) {
    refuse(node, 'article/component', `<${name} /> has no content of its own.`, { remedy: `Write <${name} … /> with a slash at the end.` });
  }
  checkContent(element, node, name, refuse);
  const props = Object.fromEntries(element.attributes.map((attribute) => [attribute.name, attribute.value ?? '']));
  const result = component.props.safeParse(props, { reportInput: true });
  if (result.success) return;
  const known = Object.keys(component.props.shape);
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const remedy = didYouMean(key, known) ?? (known.length > 0 ? `Known here: ${known.join(', ')}.` : undefined);
        refuse(node, 'article/attribute', `<${name}> has no such attribute.`, { field: key, ...(remedy === undefined ? {} : { remedy }) });
      }
      continue;
    }
    const field = String(issue.path[0] ?? '');
    const description = (component.props.shape[field] as { description?: string } | undefined)?.description ?? '';
    const missing = issue.code === 'invalid_type' && issue.input === undefined;
    const choice = issue.code === 'invalid_value' && typeof issue.input === 'string' ? didYouMean(issue.input, issue.values.map(String)) : undefined;
    refuse(node, 'article/attribute', `${missing ? 'This attribute is needed.' : allowed(issue)} ${description}`.trim(), {
      field,
      ...(issue.input === undefined ? {} : { value: shown(issue.input) }),
      ...(choice === undefined ? {} : { remedy: choice }),
    });
  }
}

/** Components that are only what they are with something particular inside. */
function checkContent({ children }: JsxNode, node: Nodes, name: string, refuse: Refuse): void {
  if (name === 'Steps' && !children.some((child) => 'tagName' in child && child.tagName === 'ol')) refuse(node, 'article/component', '<Steps> holds a numbered list, and there is none.', { remedy: 'Write each step on a line that begins with its number, a dot and a space: 1. Select Settings.' });
  // A <Tab> that lies deeper has been told where it stands.
  if (name === 'Tabs' && !holds(children, 'Tab')) refuse(node, 'article/component', '<Tabs> holds <Tab> parts, and there is none.', { remedy: 'Put <Tab title="…"> before each part and </Tab> after it.' });
  if (name === 'Ui' && toString({ type: 'root', children: children as Root['children'] }).trim() === '') refuse(node, 'article/component', '<Ui> holds the name of a screen or a button, and there is none.', { remedy: 'Write the name between <Ui> and </Ui>.' });
}

function holds(nodes: readonly Nodes[], name: string): boolean {
  return nodes.some((node) => ('name' in node && node.name === name) || ('children' in node && holds(node.children, name)));
}

function checkHtmlTag(element: JsxNode, node: Nodes, name: string, refuse: Refuse): void {
  const allowed = Object.hasOwn(ARTICLE_HTML, name) ? ARTICLE_HTML[name] : undefined;
  if (allowed === undefined) {
    const { code, message, ...more } = noSuchTag(name);
    if (ACTIVE.test(name)) refuse(node, 'article/active-html', `<${name}> is not part of an article.`, { ...more, remedy: 'Take it out. For a picture or a film beside the article there are <Figure> and the field video.' });
    else refuse(node, code, message, more);
    return;
  }
  for (const attribute of element.attributes) {
    if (!allowed.includes(attribute.name ?? '')) {
      refuse(node, 'article/attribute', `<${name}> takes ${allowed.length > 0 ? `only ${allowed.join(', ')}` : 'no attributes'}.`, { field: attribute.name ?? '' });
    }
  }
}
