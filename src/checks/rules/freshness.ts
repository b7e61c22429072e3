/** Dates that tell the truth: held against what the articles mean, never against Git. */
import { daysBetween, reviewOf } from '../../articles/review.ts';
import { revisionInTree } from '../../articles/revision-files.ts';
import type { ReadArticle } from '../../catalog/article-file.ts';
import { addressParts } from '../../catalog/article-file.ts';
import { FRESHNESS_LOCK } from '../locks.ts';
import type { Material } from '../material.ts';
import { proseOf } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** Somewhere it is tomorrow already. */
const AHEAD_DAYS = 1;
const NOTICE_DAYS = 14;

const revisions = new WeakMap<ReadArticle, string>();

export function revisionOfRead({ tree }: Pick<Material, 'tree'>, article: ReadArticle): string {
  let revision = revisions.get(article);
  if (revision === undefined) {
    revision = revisionInTree(tree.root, article.file, article.fields, article.source);
    revisions.set(article, revision);
  }
  return revision;
}

/** What to type for one article. */
const command = (name: string, file: string) => `npm run ${name} -- ${file.replace(/^articles\//, '').replace(/\.mdx$/, '')}`;

export const oldDate: Rule = {
  code: 'freshness/old-date',
  severity: 'error',
  protects: 'Readers, who judge by “Last updated” whether an answer still holds.',
  remedy: 'Run npm run touch for the article. When nothing changed for a reader (a typo), add --same.',
  when: 'always',
  *run(material) {
    for (const article of material.published) {
      const known = material.freshness.entries.get(article.fields.id);
      if (known === undefined || article.fields.lastUpdated !== known.lastUpdated || known.revision === revisionOfRead(material, article)) continue;
      yield {
        file: article.file,
        line: article.lineOf(['lastUpdated']),
        field: 'lastUpdated',
        value: article.fields.lastUpdated,
        message: 'The article means something else than on this day.',
        remedy: `${command('touch', article.file)}   (a typo only: add --same)`,
      };
    }
  },
};

export const backwardDate: Rule = {
  code: 'freshness/backward',
  severity: 'error',
  protects: 'Readers from a date that went back, mostly by a merge or a copy.',
  remedy: 'Take the newer of the two days.',
  when: 'always',
  *run(material) {
    for (const article of material.published) {
      const known = material.freshness.entries.get(article.fields.id);
      if (known === undefined || article.fields.lastUpdated >= known.lastUpdated) continue;
      yield { file: article.file, line: article.lineOf(['lastUpdated']), field: 'lastUpdated', value: article.fields.lastUpdated, message: `This article was published with the later day ${known.lastUpdated}.`, remedy: command('touch', article.file) };
    }
  },
};

export const futureDate: Rule = {
  code: 'freshness/future',
  severity: 'error',
  protects: 'Readers from a date that has not come.',
  remedy: 'Write the day of the change or the check. For an article that appears later there is publishOn.',
  when: 'always',
  *run({ tree, today }) {
    for (const article of tree.read) {
      const { publishOn } = article.fields;
      for (const field of ['lastUpdated', 'reviewedOn'] as const) {
        const day = article.fields[field];
        if (day === undefined || daysBetween(today, day) <= AHEAD_DAYS || (publishOn !== undefined && day <= publishOn)) continue;
        yield { file: article.file, line: article.lineOf([field]), field, value: day, message: `This day has not come; today is ${today}.` };
      }
    }
  },
};

export const unrecordedMeaning: Rule = {
  code: 'freshness/unrecorded',
  severity: 'warning',
  protects: 'The next change: its date can only be checked against what is recorded.',
  remedy: 'Run npm run touch and commit the file it writes.',
  when: 'always',
  *run(material) {
    for (const article of material.published) {
      const known = material.freshness.entries.get(article.fields.id);
      if (known !== undefined && article.fields.lastUpdated <= known.lastUpdated) continue;
      yield { file: article.file, line: article.lineOf(['lastUpdated']), field: 'lastUpdated', value: article.fields.lastUpdated, message: `${FRESHNESS_LOCK} does not know ${known === undefined ? 'this article' : 'this day'} yet.` };
    }
  },
};

export const overdueReview: Rule = {
  code: 'freshness/overdue',
  severity: 'warning',
  protects: 'Readers from answers that nobody has checked for longer than the team promised itself.',
  remedy: 'Check that everything is still true, then run npm run review for the article.',
  when: 'calendar',
  *run({ published, settings, tree, today }) {
    for (const article of published) {
      const [name] = addressParts(article.file);
      const { state, dueOn, owner, daysLate } = reviewOf(article.fields, tree.categories?.value.find(({ slug }) => slug === name), settings, today);
      if (state !== 'overdue') continue;
      const field = article.fields.reviewedOn === undefined ? 'lastUpdated' : 'reviewedOn';
      yield { file: article.file, line: article.lineOf([field]), field, value: article.fields[field] ?? '', message: `${owner}: this was to be checked by ${dueOn}, ${daysLate} ${daysLate === 1 ? 'day' : 'days'} ago.`, remedy: command('review', article.file) };
    }
  },
};

export const expiredClaim: Rule = {
  code: 'freshness/expired',
  severity: 'warning',
  protects: 'Readers from an offer that has ended or a date that has passed.',
  remedy: 'Change the words, then take the entry out of expires.',
  when: 'calendar',
  *run({ published, today }) {
    for (const article of published) {
      for (const [index, { day, claim }] of article.fields.expires.entries()) {
        const left = daysBetween(today, day);
        if (left >= NOTICE_DAYS) continue;
        yield { file: article.file, line: lineOfClaim(article, claim) ?? article.lineOf(['expires', index]), field: `expires[${index}]`, value: claim, message: left < 0 ? `These words were true until ${day}.` : `These words are true until ${day}, ${left} ${left === 1 ? 'day' : 'days'} from now.` };
      }
    }
  },
};

export const lostClaim: Rule = {
  code: 'freshness/claim',
  severity: 'error',
  protects: 'The entry in expires: it guards words that must stand in the article.',
  remedy: 'Copy the words from the article anew, or delete the entry.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      for (const [index, { claim }] of article.fields.expires.entries()) {
        if (lineOfClaim(article, claim) !== undefined || plain(`${article.fields.title} ${article.fields.summary}`).includes(plain(claim))) continue;
        yield { file: article.file, line: article.lineOf(['expires', index]), field: `expires[${index}].claim`, value: claim, message: 'These words do not stand in the article.' };
      }
    }
  },
};

function lineOfClaim(article: ReadArticle, claim: string): number | undefined {
  return proseOf(article).find(({ text }) => plain(text).includes(plain(claim)))?.line;
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').toLowerCase();
}
