/** The feedback report for a person (text, Markdown) and for a spreadsheet (CSV). JSON is the report itself. */
import type { FeedbackReport } from './report.ts';
import type { Interval } from './wilson.ts';

/** Fewer votes than this say nothing yet; the interval shows how little. */
const FEW = 10;

export function feedbackText(report: FeedbackReport, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const span = `${day.format(report.from)} to ${day.format(report.to - 1)}, ${timeZone}`;
  if (report.votes === 0) return `No votes from ${span}.`;
  const lines = [`Was this helpful?  ${report.votes} votes from ${span}. Share: yes of all, with its 95 % Wilson interval.`, ''];
  for (const article of report.articles) {
    lines.push(`${article.title ?? `(not published: ${article.article})`}${article.address === undefined ? '' : `  ${article.address}`}`);
    lines.push(`  ${shares(article)}${article.yes + article.no < FEW ? '  few votes' : ''}`);
    if (article.revisions.length > 1) {
      for (const revision of article.revisions) {
        lines.push(`  revision ${revision.revision}${revision.current ? ' (now)' : ''}  ${shares(revision)}`);
      }
    }
    const plain = article.revisions.reduce((sum, revision) => sum + revision.notDeduplicated, 0);
    if (plain > 0) lines.push(`  ${plain} without JavaScript, not de-duplicated`);
    if (article.reasons.length > 0) lines.push(`  reasons: ${article.reasons.map(({ reason, votes }) => `${reason} ${votes}`).join(', ')}`);
    for (const comment of article.comments) lines.push(`  ${day.format(comment.at)} ${comment.answer.padEnd(3)} ${comment.text.replaceAll(/\s+/g, ' ')}`);
    lines.push('');
  }
  return lines.join('\n').trimEnd();
}

/** Ready to stand in an issue. What readers wrote stays words: nothing of it becomes a link, a picture or markup. */
export function feedbackMarkdown(report: FeedbackReport, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#+!|~@-]/g, (sign) => `\\${sign}`);
  const articles = report.articles.flatMap((article) => [
    `## ${plain(article.title ?? `(not published: ${article.article})`)}`,
    '',
    `${shares(article).trim()}${article.yes + article.no < FEW ? ', few votes' : ''}`,
    '',
    ...(article.reasons.length === 0 ? [] : [`Reasons: ${article.reasons.map(({ reason, votes }) => `${reason} ${votes}`).join(', ')}`, '']),
    ...article.comments.map(({ at, answer, text }) => `- ${day.format(at)}, ${answer}: ${plain(text)}`),
    ...(article.comments.length === 0 ? [] : ['']),
  ]);
  return [`# Was this helpful?`, '', `${report.votes} votes, ${day.format(report.from)} to ${day.format(report.to - 1)}, ${timeZone}. Share of yes with its 95 % Wilson interval.`, '', ...articles].join('\n');
}

function shares({ yes, no, share, interval }: { yes: number; no: number; share: number; interval: Interval }): string {
  return `${percent(share).padStart(4)} yes  (${percent(interval.low)} to ${percent(interval.high)})  ${yes} yes, ${no} no`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

const COLUMNS = ['article', 'title', 'address', 'revision', 'current', 'yes', 'no', 'share', 'interval_low', 'interval_high', 'not_deduplicated', 'first_vote', 'last_vote'] as const;

/** One row an article and revision. */
export function feedbackCsv(report: FeedbackReport): string {
  const rows = report.articles.flatMap((article) =>
    article.revisions.map((revision) => [
      article.article,
      article.title ?? '',
      article.address ?? '',
      revision.revision,
      revision.current ? 'yes' : 'no',
      revision.yes,
      revision.no,
      revision.share.toFixed(4),
      revision.interval.low.toFixed(4),
      revision.interval.high.toFixed(4),
      revision.notDeduplicated,
      new Date(revision.firstVoteAt).toISOString(),
      new Date(revision.lastVoteAt).toISOString(),
    ]),
  );
  return csv([[...COLUMNS], ...rows]);
}

const COMMENT_COLUMNS = ['article', 'title', 'revision', 'answer', 'at', 'comment'] as const;

/** One row a comment. */
export function commentsCsv(report: FeedbackReport): string {
  const rows = report.articles.flatMap((article) =>
    article.comments.map((comment) => [article.article, article.title ?? '', comment.revision, comment.answer, new Date(comment.at).toISOString(), comment.text]),
  );
  return csv([[...COMMENT_COLUMNS], ...rows]);
}

/**
 * Rows by RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front
 * (OWASP, "CSV injection"): what readers write must not act on the lead's machine.
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
