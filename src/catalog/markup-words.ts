/** Why an article's text cannot be read, in its author's words: the parser speaks of tags, expressions and characters. */
import { ARTICLE_COMPONENTS, ARTICLE_HTML, type ComponentDefinition } from './components.ts';
import { nearest, shown, type Diagnostic } from './diagnostic.ts';

type Words = Pick<Diagnostic, 'code' | 'message' | 'remedy' | 'value'>;

export const BRACES: Words = { code: 'article/code', message: 'An article has no code in curly braces.', remedy: 'For a brace that readers should see, write \\{ and \\}.' };
const LESS_THAN = 'For a < that readers should see, write \\<.';

/**
 * @param source the whole file, fields included
 * @param at where the parser stopped, as an offset
 */
export function syntaxProblem(file: string, source: string, { at, reason }: { readonly at: number; readonly reason: string }): Diagnostic {
  const before = source.slice(0, at).split('\n');
  const from = source.slice(at).split('\n', 1)[0] ?? '';
  const [, tag, field] = from.startsWith('{') ? (/<([A-Za-z][\w.]*)[^<>]*?([\w-]+)\s*=\s*$/.exec(before.at(-1) ?? '') ?? []) : [];
  const words = tag === undefined || field === undefined ? wordsFor(reason, from) : { ...ofCodeIn(tag, field), value: wordsFor(reason, from).value ?? from };
  return { severity: 'error', file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, ...words };
}

function wordsFor(reason: string, from: string): Words {
  const [, unclosed] = /^Expected (?:a|the) closing tag (?:for )?`<\/?([^`>]*)>`/.exec(reason) ?? [];
  if (unclosed !== undefined) return ofUnclosed(unclosed, reason.includes('`paragraph`'));
  const [, closing = '', open, openedAt] = /^Unexpected closing tag `<\/([^`>]*)>`(?:, expected corresponding closing tag for `<([^`>]*)>` \((\d+):)?/.exec(reason) ?? [];
  if (open !== undefined && !isTag(closing) && nearest(closing, [open]) !== undefined) return { code: 'article/syntax', value: `</${closing}>`, message: `<${open}> of line ${openedAt} closes with its own name${closing.toLowerCase() === open.toLowerCase() ? ', capital letters too' : ''}.`, remedy: `Write </${open}>.` };
  if (open !== undefined) return { code: 'article/syntax', value: `</${closing}>`, message: `<${open}> of line ${openedAt} is still open here: what opened last closes first.`, remedy: `Put </${open}> in front of this.` };
  if (closing !== '') return { code: 'article/syntax', value: `</${closing}>`, message: 'This closes what was not opened.', remedy: `Take it out, or put <${closing}> before its content.` };
  if (from.startsWith('<')) return ofBracket(from);
  if (from.startsWith('{/*')) return { code: 'article/syntax', value: shown(from), message: 'A note that readers do not see opens here and does not close.', remedy: 'Write */} at its end.' };
  if (from.startsWith('{') || reason.includes('expression')) return { ...BRACES, code: 'article/syntax', ...(from === '' ? {} : { value: shown(/^\{[^{}]*\}/.exec(from)?.[0] ?? from) }) };
  return { code: 'article/syntax', message: `This cannot be read here: ${reason}.`, remedy: `${LESS_THAN} ${BRACES.remedy}` };
}

/** A tag that opens and does not close, or words in angle brackets. */
function ofUnclosed(name: string, inSentence: boolean): Words {
  if (!isTag(name)) return noSuchTag(name);
  const component = Object.hasOwn(ARTICLE_COMPONENTS, name) ? (ARTICLE_COMPONENTS as Record<string, ComponentDefinition>)[name] : undefined;
  const at = { code: 'article/syntax', value: `<${name}>` } as const;
  if (component?.content === 'empty' || name === 'br') return { ...at, message: `<${name}> has nothing inside, so it closes itself.`, remedy: `Write <${name}${name === 'br' ? '' : ' …'} /> with a slash at the end.` };
  if (component?.content === 'block' && inSentence) return { ...at, message: `<${name}> stands around whole paragraphs, not in one.`, remedy: `Put <${name}> and </${name}> on lines of their own, with an empty line beside each.` };
  return { ...at, message: `<${name}> opens here and does not close${inSentence ? ' in this paragraph' : ''}.`, remedy: `Write </${name}> behind its content.` };
}

function isTag(name: string): boolean {
  return Object.hasOwn(ARTICLE_COMPONENTS, name) || Object.hasOwn(ARTICLE_HTML, name);
}

/** A tag's name that is neither a component nor HTML that an article may have. */
export function noSuchTag(name: string): Words {
  const known = [...Object.keys(ARTICLE_COMPONENTS), ...Object.keys(ARTICLE_HTML)];
  const like = nearest(name, known);
  const markdown = MARKDOWN_FOR[name.toLowerCase()];
  const meant = like === undefined ? `Known: ${known.map((one) => `<${one}>`).join(' ')}. ${LESS_THAN}` : `Did you mean <${like}>?`;
  return { code: 'article/unknown-tag', value: `<${name}>`, message: 'There is no such component.', remedy: markdown === undefined ? meant : `Write ${markdown}.` };
}

/** HTML that authors bring along, and what stands for it here. */
const MARKDOWN_FOR: Readonly<Record<string, string>> = {
  a: '[words](address)',
  b: '**words**',
  em: '*words*',
  hr: '--- on a line of its own, with an empty line beside it',
  i: '*words*',
  img: '![what it tells](./its-name.png)',
  li: '- and a space in front of each item',
  ol: '1. and a space in front of each step',
  p: 'an empty line between paragraphs',
  strong: '**words**',
  u: '**words**',
  ul: '- and a space in front of each item',
};

/** Code in an attribute, whether it can be read or not. */
export function ofCodeIn(tag: string, field: string): Words {
  return { code: 'article/code', message: `<${tag}> takes plain text in quotes, never code in curly braces.`, remedy: `Write ${field}="…".` };
}

/** A `<` that begins no tag. */
function ofBracket(from: string): Words {
  const at = { code: 'article/syntax', value: shown(from.slice(0, 40)) } as const;
  const [, mail] = /^<([^\s<>@]+@[^\s<>]+)>/.exec(from) ?? [];
  if (mail !== undefined) return { ...at, message: 'An address does not stand in angle brackets.', remedy: `Write [${mail}](mailto:${mail}).` };
  const [, web] = /^<(https?:[^\s<>]+)>/i.exec(from) ?? [];
  if (web !== undefined) return { ...at, message: 'An address does not stand in angle brackets.', remedy: `Write ${web} without them, or [words](${web}).` };
  if (from.startsWith('<!--')) return { ...at, message: 'A note that readers do not see looks otherwise here.', remedy: 'Write {/* in place of <!--, and */} in place of -->.' };
  const [, closing] = /^<\/([A-Za-z][\w.]*)/.exec(from) ?? [];
  if (closing !== undefined) return { ...at, message: `The closing tag </${closing}> is not finished.`, remedy: `Write </${closing}> with a > at its end.` };
  const [, name] = /^<([A-Za-z][\w.]*)/.exec(from) ?? [];
  if (name === undefined) return { ...at, message: 'A < begins a component here.', remedy: LESS_THAN };
  if (/=\s*[“”„‘’«»]/.test(from)) return { ...at, message: `The attributes of <${name}> stand in straight quotes.`, remedy: 'Write " in place of “ and ”.' };
  if (/=\s*\{/.test(from)) return { ...at, ...ofCodeIn(name, /([\w-]+)\s*=\s*\{/.exec(from)?.[1] ?? 'name'), code: 'article/syntax' };
  if (/=\s*[^\s"'{]/.test(from)) return { ...at, message: `The attributes of <${name}> stand in quotes.`, remedy: `Write ${/(\w+)=/.exec(from)?.[1] ?? 'name'}="…".` };
  return { ...at, message: `The tag <${name}> is not finished: a quote or the > at its end is missing.`, remedy: `Look for the missing sign. ${LESS_THAN}` };
}
