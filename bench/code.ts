/** Code blocks of the kinds that help articles show. */
import type { Random } from './random.ts';
import { capital, type Words } from './words.ts';

export function code(random: Random, text: Words): string {
  const { language, lines } = random.pick(KINDS)(random, text);
  return ['```' + language, ...lines, '```'].join('\n');
}

interface Code {
  readonly language: string;
  readonly lines: readonly string[];
}

const times = (random: Random, low: number, high: number, line: (at: number) => string): string[] => Array.from({ length: random.between(low, high) }, (_, at) => line(at));

const KINDS: readonly ((random: Random, text: Words) => Code)[] = [
  (random, text) => ({ language: 'bash', lines: times(random, 2, 6, () => `${text.name().toLowerCase()} ${text.verb()} --${text.noun()}=${random.between(1, 99)} "$${text.noun().toUpperCase()}" # ${text.phrase()}`) }),
  (random, text) => ({
    language: 'json',
    lines: ['{', ...times(random, 6, 16, (at) => `  "${text.noun()}-${text.noun()}-${at}": ${random.next() < 0.5 ? random.between(1, 900) : `"${text.phrase()}"`},`), `  "${text.noun()}": true`, '}'],
  }),
  (random, text) => ({ language: 'yaml', lines: [`${text.noun()}:`, ...times(random, 5, 14, () => `  ${text.noun()}_${text.noun()}: ${text.adjective()}_${text.noun()}`)] }),
  (random, text) => ({
    language: 'javascript',
    lines: [
      `export async function ${text.verb()}${capital(text.noun())}(${text.noun()}, limit = ${random.between(2, 60)}) {`,
      ...times(random, 3, 12, () => `  const ${text.noun()}${random.between(1, 99)} = await ${text.noun()}.${text.verb()}${capital(text.noun())}('${text.adjective()}-${text.noun()}', { ${text.noun()}: ${random.between(1, 9)} });`),
      `  return ${text.noun()}; // ${text.phrase()}`,
      '}',
    ],
  }),
  (random, text) => ({
    language: 'python',
    lines: [`def ${text.verb()}_${text.noun()}(${text.noun()}, limit=${random.between(2, 60)}):`, ...times(random, 3, 10, () => `    ${text.noun()} = client.${text.verb()}_${text.noun()}("${text.adjective()}", ${text.noun()}=${random.between(1, 9)})`), `    return ${text.noun()}  # ${text.phrase()}`],
  }),
  (random, text) => ({ language: 'http', lines: [`GET /v1/${text.noun()}/${random.between(1, 999)} HTTP/1.1`, 'Host: api.example.org', `Accept: application/json`] }),
];
