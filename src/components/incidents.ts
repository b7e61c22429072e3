/** What an open incident changes on a page of the help center: the contact form asks, search and articles tell. */
import type { Knowledge } from '../incidents/fits.ts';
import { openIncidents, type OpenIncident, type Summary } from '../incidents/open.ts';
import { noticeInArticle } from '../incidents/article-client.ts';
import { showAboveAnswers } from '../incidents/search-client.ts';
import { readHead } from '../search/ahead.ts';
import { languageFor } from '../search/english.ts';
import type { LexiconHead } from '../search/lexicon.ts';
import { compileRules } from '../search/rules.ts';

type Told = (open: readonly OpenIncident[]) => void;

let knowing: Promise<Knowledge> | undefined;
let told: Promise<Told[]> | undefined;

/** The state of things was looked at. @param summary with an incident that is open, or that was */
export function onSummary(summary: Summary): void {
  const open = openIncidents(summary);
  if (told !== undefined) void told.then((all) => all.forEach((one) => one(open)));
  else if (open.length > 0) told = begin(open);
}

async function begin(open: readonly OpenIncident[]): Promise<Told[]> {
  const form = document.querySelector<HTMLElement>('[data-contact][data-ready]');
  const all = [showAboveAnswers(open, knowledge), noticeInArticle(open)];
  if (form === null || form.dataset['served'] === 'review' || !isSecureContext) return all;
  const { askAboutIncidents } = await import('../forms/incident-client.ts');
  return [...all, askAboutIncidents(form, open, knowledge)];
}

/** How readers speak here, as search knows it. Without its index the language alone has to do. */
function knowledge(): Promise<Knowledge> {
  knowing ??= readHead(document.documentElement.dataset['base'] ?? '/', 'default').then(
    (text) => {
      const head = JSON.parse(text) as LexiconHead;
      const language = languageFor(head.locale);
      return { language, rules: compileRules(head.rules, language) };
    },
    () => {
      knowing = undefined;
      return { language: languageFor(document.documentElement.lang) };
    },
  );
  return knowing;
}
