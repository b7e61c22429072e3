/** Why an article's text cannot be read, in its author's words: the parser speaks of tags, expressions and characters. */
import { ARTICLE_COMPONENTS, ARTICLE_HTML, type ComponentDefinition } from './components.ts';
import { nearest, shown, type Diagnostic } from './diagnostic.ts';

type Words = Pick<Diagnostic, 'code' | 'message' | 'remedy' | 'value'>;

export const BRACES: Words = { code: 'article/code', message: 'An article has no code in curly braces.', remedy: 'For a brace that readers should see, write \\{ and \\}.' };
const LESS_THAN = 'For a < that readers should see, write \\<.';

/** @param source the whole file, fields included */
export function syntaxProblem(file: string, source: string, error: Error): Diagnostic {
  const [, line = '1', column] = /^(\d+):(\d+): /.exec(error.message) ?? [];
  const reason = error.message.replace(/^\d+:\d+: /, '').replace(/ \([\w-]+:[\w-]+\)$/, '');
  const from = column === undefined ? '' : (source.split('\n')[Number(line) - 1] ?? '').slice(Number(column) - 1);
  const words = wordsFor(reason, from);
  return { severity: 'error', file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }), ...words };
}

function wordsFor(reason: string, from: string): Words {
  const [, unclosed] = /^Expected (?:a|the) closing tag (?:for )?`<\/?([^`>]*)>`/.exec(reason) ?? [];
  if (unclosed !== undefined) return ofUnclosed(unclosed, reason.includes('`paragraph`'));
  const [, closing = '', open, openedAt] = /^Unexpected closing tag `<\/([^`>]*)>`(?:, expected corresponding closing tag for `<([^`>]*)>` \((\d+):)?/.exec(reason) ?? [];
  if (open !== undefined) return { code: 'article/syntax', value: `</${closing}>`, message: `<${open}> of line ${openedAt} is still open here: what opened last closes first.`, remedy: `Put </${open}> in front of this.` };
  if (closing !== '') return { code: 'article/syntax', value: `</${closing}>`, message: 'This closes what was not opened.', remedy: `Take it out, or put <${closing}> before its content.` };
  if (from.startsWith('<')) return ofBracket(from);
  if (from.startsWith('{') || reason.includes('expression')) return { ...BRACES, code: 'article/syntax', ...(from === '' ? {} : { value: shown(from) }) };
  return { code: 'article/syntax', message: `This cannot be read here: ${reason}.`, remedy: `${LESS_THAN} ${BRACES.remedy}` };
}

/** A tag that opens and does not close, or words in angle brackets. */
function ofUnclosed(name: string, inSentence: boolean): Words {
  const component = Object.hasOwn(ARTICLE_COMPONENTS, name) ? (ARTICLE_COMPONENTS as Record<string, ComponentDefinition>)[name] : undefined;
  if (component === undefined && !Object.hasOwn(ARTICLE_HTML, name)) return noSuchTag(name);
  const at = { code: 'article/syntax', value: `<${name}>` } as const;
  if (component?.content === 'empty' || name === 'br') return { ...at, message: `<${name}> has nothing inside, so it closes itself.`, remedy: `Write <${name}${name === 'br' ? '' : ' …'} /> with a slash at the end.` };
  if (component?.content === 'block' && inSentence) return { ...at, message: `<${name}> stands around whole paragraphs, not in one.`, remedy: `Put <${name}> and </${name}> on lines of their own, with an empty line beside each.` };
  return { ...at, message: `<${name}> opens here and does not close${inSentence ? ' in this paragraph' : ''}.`, remedy: `Write </${name}> behind its content.` };
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

/** A `<` that begins no tag. */
function ofBracket(from: string): Words {
  const at = { code: 'article/syntax', value: shown(from.slice(0, 40)) } as const;
  const [, mail] = /^<([^\s<>@]+@[^\s<>]+)>/.exec(from) ?? [];
  if (mail !== undefined) return { ...at, message: 'An address does not stand in angle brackets.', remedy: `Write [${mail}](mailto:${mail}).` };
  const [, web] = /^<(https?:[^\s<>]+)>/i.exec(from) ?? [];
  if (web !== undefined) return { ...at, message: 'An address does not stand in angle brackets.', remedy: `Write ${web} without them, or [words](${web}).` };
  if (from.startsWith('<!--')) return { ...at, message: 'A note that readers do not see looks otherwise here.', remedy: 'Write {/* in place of <!--, and */} in place of -->.' };
  const [, name] = /^<([A-Za-z][\w.]*)/.exec(from) ?? [];
  if (name === undefined) return { ...at, message: 'A < begins a component here.', remedy: LESS_THAN };
  if (/=\s*[“”„‘’«»]/.test(from)) return { ...at, message: `The attributes of <${name}> stand in straight quotes.`, remedy: 'Write " in place of “ and ”.' };
  if (/=\s*[^\s"'{]/.test(from)) return { ...at, message: `The attributes of <${name}> stand in quotes.`, remedy: `Write ${/(\w+)=/.exec(from)?.[1] ?? 'name'}="…".` };
  return { ...at, message: `The tag <${name}> is not finished: a quote or the > at its end is missing.`, remedy: `Look for the missing sign. ${LESS_THAN}` };
}
