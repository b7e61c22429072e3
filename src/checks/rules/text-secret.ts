import type { Rule } from '../rule.ts';
import { linesOf } from '../source-lines.ts';

/** Keys and tokens by the form their makers gave them; what is long and random without one is not guessed at. */
const SECRETS: readonly [what: string, find: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access key of Amazon Web Services', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})\b/],
  ['a token of GitLab', /\bglpat-[\w-]{20,}/],
  ['a token of Slack', /\bxox[abprs]-[\w-]{10,}/],
  ['a live key of a payment service', /\b[rs]k_live_[A-Za-z0-9]{16,}/],
  ['a key of Google', /\bAIza[\w-]{35}\b/],
  ['a signed web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['a password', /\b(?:password|passwd|secret|api[_-]?key)\s*[:=]\s*["']?(?=\S*\d)(?=\S*[a-z])[^\s"'<>]{8,}/i],
];

export const secret: Rule = {
  code: 'text/secret',
  severity: 'error',
  protects: 'The keys of the team: what was published once is known for good.',
  remedy: 'Take it out, and make the key invalid where it came from: Git keeps the old text.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      for (const { text, line } of linesOf(article)) {
        for (const [what, find] of SECRETS) {
          const match = find.exec(text);
          // The finding must not publish it once more.
          if (match !== null) yield { file: article.file, line, value: `${match[0].slice(0, 6)}…`, message: `This looks like ${what}.` };
        }
      }
    }
  },
};
