/** Tables of fields, components and rules for authors, from the same declarations that check them. */
import { z } from 'zod';
import { ARTICLE_COMPONENTS, ARTICLE_HTML, type ComponentDefinition, type ComponentName } from '../catalog/components.ts';
import type { Lengths } from '../catalog/reader-length.ts';
import { EXAMPLES } from './examples.ts';
import { EDITOR_SCHEMAS } from './json-schemas.ts';

const MADE = '<!-- Made by npm run docs. Change the words where the fields are declared, then run it again. -->';

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly lengths?: Lengths;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export function fieldsGuide(): string {
  const parts = EDITOR_SCHEMAS.flatMap(({ title, schema }) => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    return [`## ${title}`, '', ...(json.description === undefined ? [] : [json.description, '']), ...table(json.items ?? json), ''];
  });
  return `${['# Fields', '', MADE, '', 'A field that is **needed** must be there. A field that is not in these tables is an error, with the name that it most likely stands for.', '', 'Characters are counted as readers see them. A Chinese, Japanese or Korean one counts two, and so does an emoji: it takes the room of two letters.', '', ...parts].join('\n').trimEnd()}\n`;
}

function table(schema: JsonSchema): string[] {
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return ['One line each: `left: right`.'];
  return ['| Field | Needed | What it is | Form |', '| --- | --- | --- | --- |', ...rows];
}

function rowsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = prefix + name;
    const needed = required.includes(name) ? 'needed' : '';
    const row = `| \`${path}\` | ${needed} | ${cell(field.description ?? '')} | ${cell(form(field))} |`;
    const inner = field.items?.properties === undefined ? rowsOf(field, `${path}.`) : rowsOf(field.items, `${path}[].`);
    return [row, ...inner];
  });
}

function form(field: JsonSchema): string {
  if (field.enum !== undefined) return field.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (field.anyOf !== undefined) return field.anyOf.map(form).join(' or ');
  const range = (unit: string, from?: number, to?: number) => (from === undefined && to === undefined ? '' : `, ${from === undefined ? `at most ${to}` : to === undefined || to > 1e9 ? `at least ${from}` : `${from} to ${to}`}${unit}`);
  const otherwise = field.default === undefined || field.default === false || (Array.isArray(field.default) && field.default.length === 0) || (typeof field.default === 'object' && field.default !== null) ? '' : `, else \`${String(field.default)}\``;
  if (field.pattern?.startsWith('^\\d{4}-')) return 'a day, `2026-11-23`';
  if (field.pattern?.includes('months?')) return 'a span, `3 months`';
  switch (field.type) {
    case 'string':
      return `text${range(' characters', field.lengths?.from || field.minLength, field.lengths?.to ?? field.maxLength)}${otherwise}`;
    case 'array':
      return `list${range('', field.minItems === 0 ? undefined : field.minItems, field.maxItems)}`;
    case 'boolean':
      return `true or false${otherwise}`;
    case 'integer':
    case 'number':
      return `number${range('', field.minimum !== undefined && field.minimum < -1e9 ? undefined : field.minimum, field.maximum)}${otherwise}`;
    case 'object':
      return field.properties === undefined ? 'lines of `left: right`' : 'fields';
    default:
      return '';
  }
}

export function componentsGuide(): string {
  const parts = Object.entries(ARTICLE_COMPONENTS as Record<string, ComponentDefinition>).flatMap(([name, { purpose, props, inside }]) => [
    `## \`<${name}>\``,
    '',
    purpose + (inside === undefined ? '' : ` Only inside \`<${inside}>\`.`),
    '',
    ...(Object.keys(props.shape).length === 0 ? ['It has no attributes.'] : table(z.toJSONSchema(props, { io: 'input', unrepresentable: 'any' }) as JsonSchema)),
    '',
    '```mdx',
    EXAMPLES[name as ComponentName],
    '```',
    '',
  ]);
  const html = Object.entries(ARTICLE_HTML).map(([name, attributes]) => `\`<${name}${attributes.map((one) => ` ${one}="…"`).join('')}>\``);
  return `${['# Components', '', MADE, '', 'What an article may use besides Markdown. An attribute is text in quotes. Everything else is refused with a message, so nothing here can break a page.', '', ...parts, '## HTML', '', `Inside a sentence: ${html.join(', ')}.`].join('\n')}\n`;
}

/** The words that a field allows, when it allows only some. */
export function choicesOf(schema: unknown): readonly string[] {
  const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return (json.enum ?? (json.const === undefined ? [] : [json.const])).map(String);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<').replaceAll('\n', ' ');
}
