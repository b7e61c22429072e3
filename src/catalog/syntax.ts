/**
 * Every place at which an article's text cannot be read, not only the first: a parser stops there, so what it stumbled
 * over is made plain in a copy, and it tries again. What follows from a mistake that was told is not told again.
 */
import type { Diagnostic } from './diagnostic.ts';
import { syntaxProblem } from './markup-words.ts';

/** More than anybody mends before looking again. */
const MOST = 20;
/** A sign that means nothing to a parser, as wide as what it stands for. */
const PLAIN = '·';

export interface ReadSyntax<Tree> {
  readonly tree: Tree;
  /** Lines of the file on which something was made plain: what is found there may be wrong for no other reason. */
  readonly mended: ReadonlySet<number>;
}

/** @returns the tree, of the text as it could be read; `undefined` when even that was in vain */
export function readSyntax<Tree>(file: string, source: string, parse: (text: string) => Tree, report: (diagnostic: Diagnostic) => void): ReadSyntax<Tree> | undefined {
  let text = source;
  const mended = new Set<number>();
  const told = new Set<number>();
  // Tags whose opening was told: their closing is not wrong as well.
  const unopened: string[] = [];
  for (let left = MOST; left > 0; left -= 1) {
    try {
      return { tree: parse(text), mended };
    } catch (error) {
      const stumble = stumbleOf(text, (error as Error).message);
      const { at, ranges, opened, closes } = stumble;
      const echo = told.has(at) || (closes !== undefined && unopened.includes(closes));
      if (!echo) report(syntaxProblem(file, source, stumble));
      else if (closes !== undefined && unopened.includes(closes)) unopened.splice(unopened.indexOf(closes), 1);
      told.add(at);
      unopened.push(...opened);
      const before = text;
      for (const [from, to] of ranges) {
        text = text.slice(0, from) + text.slice(from, to).replaceAll(/[^\n]/g, to - from === 1 ? PLAIN : ' ') + text.slice(to);
        for (let line = lineAt(source, from); line <= lineAt(source, to - 1); line += 1) mended.add(line);
      }
      if (text === before) return undefined;
    }
  }
  return undefined;
}

/** Where a parser stopped, and why in its own words. */
export interface Stumble {
  /** Offset in the file. */
  readonly at: number;
  readonly reason: string;
  /** What has to be plain before the rest can be read. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Names of tags that are plain now, without their closing. */
  readonly opened: readonly string[];
  /** The name of a closing tag that closes nothing. */
  readonly closes?: string;
}

function stumbleOf(text: string, message: string): Stumble {
  const [, line = '1', column = '1'] = /^(\d+):(\d+): /.exec(message) ?? [];
  const at = offsetOf(text, Number(line), Number(column));
  const reason = message.replace(/^\d+:\d+: /, '').replace(/ \([\w-]+:[\w-]+\)$/, '');
  const [, unclosed, openLine, openColumn] = /^Expected (?:a|the) closing tag (?:for )?`<\/?([^`>]*)>`(?: \((\d+):(\d+)\))?/.exec(reason) ?? [];
  if (unclosed !== undefined) {
    const open = openLine === undefined ? at : offsetOf(text, Number(openLine), Number(openColumn));
    return { at, reason, ranges: [tagAt(text, open)], opened: [unclosed] };
  }
  const [, closing, other, otherLine, otherColumn] = /^Unexpected closing tag `<\/([^`>]*)>`(?:, expected corresponding closing tag for `<([^`>]*)>` \((\d+):(\d+)\))?/.exec(reason) ?? [];
  if (closing !== undefined) return { at, reason, ...ofClosing(text, at, closing, other === undefined ? undefined : { name: other, at: offsetOf(text, Number(otherLine), Number(otherColumn)) }) };
  if (reason.includes('expression')) {
    const open = reason.startsWith('Unexpected end') ? at : openBrace(text, at);
    // Code for an attribute: with the tag around it plain, too, the tag is not told as well.
    const tag = /<([A-Za-z][\w.]*)[^<>]*=\s*$/.exec(text.slice(0, open));
    return { at: open, reason, ranges: [...braces(text, open), ...(tag === null ? [] : [[tag.index, tag.index + 1] as const])], opened: tag?.[1] === undefined ? [] : [tag[1]] };
  }
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at);
    return { at, reason, ranges: [[at, end === -1 ? at + 1 : end + 3]], opened: [] };
  }
  const [, name] = /^<([A-Za-z][\w.]*)/.exec(text.slice(at, at + 80)) ?? [];
  const begun = /^<[^\n>]*/.exec(text.slice(at))?.[0] ?? '<';
  const inside = name === undefined ? [] : [...begun.matchAll(/[{}]/g)].map(({ index }): [number, number] => [at + index, at + index + 1]);
  return { at, reason, ranges: [[at, at + 1], ...inside], opened: name === undefined ? [] : [name] };
}

/** Of two tags that cross, the inner one was not closed; a closing tag with nobody's name was meant for the one before it. */
function ofClosing(text: string, at: number, closing: string, open: { name: string; at: number } | undefined): Pick<Stumble, 'ranges' | 'opened' | 'closes'> {
  const own = tagAt(text, at);
  if (open === undefined) return { ranges: [own], opened: [], closes: closing };
  const crossing = new RegExp(`<${closing.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.])`).test(text.slice(0, open.at));
  return crossing ? { ranges: [tagAt(text, open.at)], opened: [open.name] } : { ranges: [tagAt(text, open.at), own], opened: [] };
}

function tagAt(text: string, at: number): [number, number] {
  const [tag = '<'] = /^<(?:[^"'<>]|"[^"]*"|'[^']*')*>/.exec(text.slice(at)) ?? [];
  return [at, at + tag.length];
}

/** The brace that opened the code in which a parser stopped. */
function openBrace(text: string, at: number): number {
  let depth = 0;
  for (let offset = at - 1; offset >= 0; offset -= 1) {
    if (text[offset] === '}') depth += 1;
    else if (text[offset] === '{' && depth-- === 0) return offset;
  }
  return at;
}

function braces(text: string, open: number): [number, number][] {
  let depth = 0;
  for (let offset = open; offset < text.length; offset += 1) {
    if (text[offset] === '{') depth += 1;
    else if (text[offset] === '}' && --depth === 0) return [[open, open + 1], [offset, offset + 1]];
  }
  return [[open, open + 1]];
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
