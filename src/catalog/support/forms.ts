/** Reads `support/forms/*.yaml` and holds each form against the rest of the tree. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readDataFile } from '../data-file.ts';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { slug, type Channel } from '../schema.ts';
import { fieldName } from '../yaml.ts';
import { formSchema, RESERVED_NAMES, type FormFields } from './forms-schema.ts';

export interface Form extends FormFields {
  /** The name of its file. */
  readonly id: string;
}

/** What forms may name, and who names them. */
export interface FormSurroundings {
  readonly channels: readonly Channel[];
  readonly articles: ReadonlySet<string>;
  readonly components: readonly string[] | undefined;
}

type Report = (diagnostic: Diagnostic) => void;

const FOLDER = 'support/forms';

/** @returns the forms in their order; what is wrong is reported and left out */
export function readForms(root: string, around: FormSurroundings, report: Report): Form[] {
  if (!existsSync(join(root, FOLDER))) return [];
  const forms = formFiles(root, report).flatMap((file) => {
    const read = readDataFile(root, file, formSchema, report);
    if (read === undefined) return [];
    const form: Form = { ...read.value, id: basename(file, '.yaml') };
    checkForm(form, file, read, around, report);
    return [form];
  });
  return forms.sort((a, b) => a.order - b.order || a.title.localeCompare(b.title));
}

/** The names of all form files, also of those with an error: each has a page, or will have one. */
export function formNames(root: string): string[] {
  const folder = join(root, FOLDER);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.startsWith('.')).map((name) => basename(name, '.yaml')).sort() : [];
}

/** What channels of site.yaml name: a form and a calendar. */
export function checkChannels(channels: readonly Channel[], forms: readonly Form[], calendars: Iterable<string>, report: Report): void {
  const known = { form: forms.map(({ id }) => id), hours: [...calendars] };
  for (const [index, channel] of channels.entries()) {
    for (const field of ['form', 'hours'] as const) {
      const value = channel[field];
      if (value === undefined || known[field].includes(value)) continue;
      const remedy = didYouMean(value, known[field]) ?? `Known: ${known[field].join(', ') || 'none'}.`;
      // The line of a channel is not known here; its field names it.
      report({ code: `channel/${field}`, severity: 'error', file: 'site.yaml', line: 1, field: `channels[${index}].${field}`, value, message: field === 'form' ? 'There is no form of this name in support/forms/.' : 'There is no such calendar in support/calendars.yaml.', remedy });
    }
  }
}

/** Where no service runs, every form becomes a mail, so each needs an address. */
export function checkMailForms(forms: readonly Form[], channels: readonly Channel[], report: Report): void {
  if (channels.some(({ href, addresses }) => href?.startsWith('mailto:') === true || addresses.length > 0)) return;
  for (const form of forms) {
    if (form.fallback !== undefined) continue;
    report({ code: 'forms/mail', severity: 'error', file: `${FOLDER}/${form.id}.yaml`, line: 1, message: 'Without a service this form becomes an email, and no channel has an address for it.', remedy: 'Give a channel href: mailto:…, or this form fallback:.' });
  }
}

function formFiles(root: string, report: Report): string[] {
  return readdirSync(join(root, FOLDER), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const file = `${FOLDER}/${entry.name}`;
      const id = basename(entry.name, '.yaml');
      if (entry.isFile() && entry.name.endsWith('.yaml') && slug.safeParse(id).success && id !== 'thanks') return [file];
      report({ code: 'forms/file', severity: 'error', file, line: 1, message: 'Here lie forms: files with small letters, digits and hyphens that end in .yaml. "thanks" is taken.', remedy: 'Rename it, or move it away.' });
      return [];
    })
    .sort();
}

function checkForm(form: Form, file: string, { lineOf }: Placed<FormFields>, around: FormSurroundings, report: Report): void {
  const wrong = (path: readonly PropertyKey[], code: string, value: string | undefined, message: string, remedy?: string) =>
    report({ code: `forms/${code}`, severity: 'error', file, line: lineOf(path), field: fieldName(path), ...(value === undefined ? {} : { value }), message, ...(remedy === undefined ? {} : { remedy }) });
  const unknown = (path: readonly PropertyKey[], code: string, value: string, known: readonly string[], what: string) => {
    if (!known.includes(value)) wrong(path, code, value, `There is no ${what} of this name.`, didYouMean(value, known) ?? `Known: ${known.join(', ')}.`);
  };

  unknown(['channel'], 'channel', form.channel, around.channels.map(({ id }) => id), 'channel');
  if (form.audience !== 'everyone' && form.otherwise === undefined) {
    wrong(['audience'], 'otherwise', form.audience, 'Readers who may not use this form must be told what to do.', 'Add otherwise: with one sentence.');
  }

  const topics = form.topics.map(({ id }) => id);
  for (const [index, topic] of form.topics.entries()) {
    if (topics.indexOf(topic.id) !== index) wrong(['topics', index, 'id'], 'duplicate', topic.id, 'Two topics have this name.');
    if (topic.component !== undefined && around.components) unknown(['topics', index, 'component'], 'component', topic.component, around.components, 'part of the product');
    for (const [place, id] of topic.articles.entries()) {
      if (around.articles.has(id)) continue;
      wrong(['topics', index, 'articles', place], 'article', id, 'No article has this id.', didYouMean(id, [...around.articles]));
    }
  }

  const taken = new Set<string>(RESERVED_NAMES);
  const chosen = new Map([['topic', topics]]);
  for (const [index, field] of form.fields.entries()) {
    const at = (...path: PropertyKey[]) => ['fields', index, ...path];
    if (taken.has(field.name)) wrong(at('name'), 'duplicate', field.name, 'This name is taken.', `Not free: ${[...taken].join(', ')}.`);
    taken.add(field.name);
    for (const [name, values] of Object.entries(field.showIf ?? {})) {
      const known = chosen.get(name);
      if (known === undefined) {
        const earlier = [...chosen.keys()];
        wrong(at('showIf', name), 'condition', name, 'A condition names the topic or a choice above.', didYouMean(name, earlier) ?? `Known here: ${earlier.join(', ')}.`);
      } else for (const value of [values].flat()) unknown(at('showIf', name), 'condition', value, known, name === 'topic' ? 'topic' : 'option');
    }
    if (field.kind === 'choice') {
      const values = field.options.map(({ value }) => value);
      if (values.length < 2) wrong(at('options'), 'options', undefined, 'A choice needs at least two options.');
      if (new Set(values).size < values.length) wrong(at('options'), 'duplicate', undefined, 'Two options have the same value.');
      chosen.set(field.name, values);
    } else if (field.options.length > 0) wrong(at('options'), 'options', field.kind, 'Only a choice has options.', 'Take them away, or write kind: choice.');
    if (field.when !== undefined && field.kind !== 'date') wrong(at('when'), 'when', field.when, 'Only a date lies in the past or the future.');
    if (field.kind === 'file' && field.required) wrong(at('required'), 'file', 'true', 'Files cannot be required: some browsers and desks carry none.');
if ((field.kind === 'file') !== (field.name === 'files')) wrong(at('name'), 'file', field.name, 'Attachments, and nothing else, are called files.', 'Write name: files and kind: file.');
    if ((field.minLength ?? 0) > (field.maxLength ?? Infinity)) wrong(at('minLength'), 'length', String(field.minLength), 'The fewest characters are more than the most.');
  }
}
