/** Whether a tag that an author wrote is one an article may have, with attributes that it may carry. */
import type { Nodes } from 'hast';
import { ARTICLE_COMPONENTS, ARTICLE_HTML, type ComponentDefinition } from './components.ts';
import { didYouMean, nearest, shown, type Diagnostic } from './diagnostic.ts';

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
      refuse(node, 'article/code', `<${name}> takes plain text in quotes, never code in curly braces.`, { field });
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
    const choices = issue.code === 'invalid_value' ? `Allowed: ${issue.values.join(', ')}. ` : '';
    refuse(node, 'article/attribute', `${choices}${description}`, {
      field,
      ...(issue.input === undefined ? {} : { value: shown(issue.input) }),
    });
  }
}

function checkHtmlTag(element: JsxNode, node: Nodes, name: string, refuse: Refuse): void {
  const allowed = Object.hasOwn(ARTICLE_HTML, name) ? ARTICLE_HTML[name] : undefined;
  if (allowed === undefined) {
    const known = [...Object.keys(ARTICLE_COMPONENTS), ...Object.keys(ARTICLE_HTML)];
    const active = ACTIVE.test(name);
    const like = nearest(name, known);
    refuse(node, active ? 'article/active-html' : 'article/unknown-tag', active ? `<${name}> is not part of an article.` : 'There is no such component.', {
      value: `<${name}>`,
      remedy: like === undefined ? `Known: ${known.map((one) => `<${one}>`).join(' ')}.` : `Did you mean <${like}>?`,
    });
    return;
  }
  for (const attribute of element.attributes) {
    if (!allowed.includes(attribute.name ?? '')) {
      refuse(node, 'article/attribute', `<${name}> takes ${allowed.length > 0 ? `only ${allowed.join(', ')}` : 'no attributes'}.`, { field: attribute.name ?? '' });
    }
  }
}
