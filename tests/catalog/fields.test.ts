import { expect, test } from 'vitest';
import { article, CANCEL, CATEGORIES, catalogOf, lineOf, PASSWORD, problemsOf, SITE, TERMS } from './trees.ts';

interface WrongField {
  readonly what: string;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly field: string;
  readonly value?: string;
  readonly says: RegExp;
  readonly remedy?: RegExp;
  /** The words that stand on the reported line; else the field's name. */
  readonly stands?: string;
}

const wrongFields: readonly WrongField[] = [
  { what: 'a key that is mistyped', fields: { keyword: '[plan]' }, field: 'keyword', says: /no such field/, remedy: /^Did you mean "keywords"\?$/ },
  { what: 'a key that is like no other', fields: { zzzzzzzzz: '1' }, field: 'zzzzzzzzz', says: /no such field/, remedy: /^Known here: id, kind, title,/ },
  { what: 'a date in another form', fields: { lastUpdated: '18.11.2026' }, field: 'lastUpdated', value: '18.11.2026', says: /year-month-day/, remedy: /^Write 2026-11-18$/ },
  { what: 'a date with the time', fields: { lastUpdated: '2026-11-18T09:00' }, field: 'lastUpdated', value: '2026-11-18T09:00', says: /year-month-day/, remedy: /^Write 2026-11-18$/ },
  { what: 'an American date', fields: { lastUpdated: '11/18/2026' }, field: 'lastUpdated', value: '11/18/2026', says: /year-month-day/, remedy: /^Write 2026-11-18$/ },
  { what: 'a date of which nobody knows the month', fields: { lastUpdated: '11/12/2026' }, field: 'lastUpdated', value: '11/12/2026', says: /year-month-day/ },
  { what: 'the 30th of February', fields: { lastUpdated: '2026-02-30' }, field: 'lastUpdated', value: '2026-02-30', says: /exists in the calendar/ },
  { what: 'the 29th of February in a common year', fields: { publishOn: '2027-02-29' }, field: 'publishOn', value: '2027-02-29', says: /exists in the calendar/ },
  { what: 'a kind that there is not', fields: { kind: 'howto' }, field: 'kind', value: 'howto', says: /Allowed: how-to, troubleshooting, explanation, policy/, remedy: /^Did you mean "how-to"\?$/ },
  { what: 'a title of 71 characters', fields: { title: 'x'.repeat(71) }, field: 'title', value: 'x'.repeat(71), says: /at most 70 characters/ },
  { what: 'a summary of five words', fields: { summary: 'Select Cancel.' }, field: 'summary', value: 'Select Cancel.', says: /at least 20 characters/ },
  { what: 'a missing summary', fields: { summary: null }, field: 'summary', says: /^This field is needed\. One sentence that answers/, stands: 'id:' },
  { what: 'a number for a title', fields: { title: '2026' }, field: 'title', value: '2026', says: /Expected text/ },
  { what: 'an id that YAML reads as an octal number', fields: { id: '01234567' }, field: 'id', value: '01234567', says: /Expected text/, remedy: /^Put it in quotes: "01234567"\.$/ },
  { what: 'a field with nothing behind its colon', fields: { lastUpdated: '' }, field: 'lastUpdated', says: /^Nothing stands here\. The day/ },
  { what: 'a list of one word where a list is needed', fields: { related: 'passwd01' }, field: 'related', value: 'passwd01', says: /^Expected a list/, remedy: /^Write related: \[passwd01\]$/ },
  { what: 'a word for a list', fields: { keywords: 'plan' }, field: 'keywords', value: 'plan', says: /Expected a list/, remedy: /^Write keywords: \[plan\]$/ },
  { what: 'a list with a hyphen and no space', fields: { keywords: '\n  -plan' }, field: 'keywords', value: '-plan', says: /Expected a list/, remedy: /stands a space: - plan$/ },
  { what: 'yes for true', fields: { draft: 'yes' }, field: 'draft', value: 'yes', says: /Expected true or false/, remedy: /^Write true\.$/ },
  { what: 'true in quotes', fields: { draft: '"true"' }, field: 'draft', value: 'true', says: /Expected true or false/, remedy: /^Take the quotes away: true$/ },
  { what: 'a name with a sign that cannot be seen', fields: { 'ow\u200bner': 'Team' }, field: 'ow\u200bner', says: /no such field/, remedy: /cannot be seen/ },
  { what: 'a word for yes or no', fields: { draft: 'perhaps' }, field: 'draft', value: 'perhaps', says: /Expected true or false/ },
  { what: 'an id with capitals', fields: { id: 'Cancel01' }, field: 'id', value: 'Cancel01', says: /small letters and digits/ },
  { what: 'a wrong place in a list', fields: { related: '\n  - passwd01\n  - 7' }, field: 'related[1]', value: '7', says: /Expected text/, remedy: /in quotes: "7"/, stands: '- 7' },
  { what: 'a wrong key inside a list', fields: { errors: '\n  - message: Payment failed\n    cod: E1' }, field: 'errors[0].cod', says: /no such field/, remedy: /"code"/, stands: 'cod: E1' },
  { what: 'an interval without a unit', fields: { reviewEvery: '3' }, field: 'reviewEvery', value: '3', says: /Expected text/ },
  { what: 'an old address on another host', fields: { aliases: '[//evil.example/]' }, field: 'aliases[0]', value: '//evil.example/', says: /starts with one slash/, stands: 'aliases:' },
];

test.each(wrongFields)('$what is reported with its place, its value and what is allowed', ({ fields, field, value, says, remedy, stands }) => {
  const source = article(fields);
  const found = problemsOf({ [CANCEL]: source, 'site.yaml': SITE.replace('popular:\n  - cancel01\n', '') });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity: 'error', file: CANCEL, line: lineOf(source, stands ?? `${field}:`), field });
  expect(found[0]?.value).toBe(value);
  expect(found[0]?.message).toMatch(says);
  if (remedy === undefined) expect(found[0]?.remedy).toBeUndefined();
  else expect(found[0]?.remedy).toMatch(remedy);
});

test('several wrong fields of one article are reported together', () => {
  const found = problemsOf({ [CANCEL]: article({ kind: 'x', title: 'y', lastUpdated: 'z' }) });
  expect(found.map(({ field }) => field).sort()).toEqual(['kind', 'lastUpdated', 'title']);
});

test.each([
  ['a tab before a field', '---\nid: cancel01\nerrors:\n\t- message: x\n---\n\nText.\n', 4, /begins with a tab/, 'Replace the tab with two spaces.'],
  ['a quote that never ends', '---\nid: "cancel01\nkind: how-to\n---\n\nText.\n', 2, /quotation mark opens/, 'Put the same mark at the end of the text, or take the first one away.'],
  ['a field given twice', '---\nid: cancel01\nkind: how-to\nid: other001\n---\n\nText.\n', 4, /twice/, 'Keep one of the two.'],
])('%s in the fields is an error on its line', (_, source, line, says, remedy) => {
  const [problem] = problemsOf({ [CANCEL]: source });
  expect(problem).toMatchObject({ code: 'yaml/syntax', file: CANCEL, line });
  expect(problem?.message).toMatch(says);
  expect(problem?.remedy).toBe(remedy);
});

test.each([
  ['a colon in a text', 'title: Log-in: what to do?', /colon and a space/, 'Write title: "Log-in: what to do?"'],
  ['two colons in a text', 'title: Note: plan: what?', /colon and a space/, 'Write title: "Note: plan: what?"'],
  ['a mention in front', 'title: @everyone, please read', /begins with @/, 'Write title: "@everyone, please read"'],
  ['a bracket in front', 'title: [New] Cancel a plan', /begins with \[/, 'Write title: "[New] Cancel a plan"'],
  ['a word in quotes', 'title: "Cancel" is missing here', /quotation marks close/, `Write title: '"Cancel" is missing here'`],
  ['an apostrophe in single quotes', "title: 'I can't cancel my plan'", /quotation marks close/, `Write title: "I can't cancel my plan"`],
  ['a path in double quotes', 'title: "C:\\Users is not there"', /backslash/, "Write title: 'C:\\Users is not there'"],
  ['no space after the colon', 'title:How do I cancel?', /plain colon and a plain space/, 'Write title: How do I cancel?'],
  ['a space of another kind', 'title:\u00a0How do I cancel?', /plain colon and a plain space/, 'Write title: How do I cancel?'],
  ['a text that goes on without an indent', 'title: How do I cancel\nmy plan today', /no field/, 'If the text of the line above goes on here, begin this line with two spaces.'],
  ['a hyphen without its space', 'keywords:\n- stop\n-end', /hyphen of a list/, 'Write - end'],
  ['a list that does not close', 'keywords: [stop, end', /closes with \]/, undefined],
  ['a field that is indented', 'title: How do I cancel?\n  owner: Support team', /begins with spaces/, 'Write owner: Support team'],
  ['a tab before a field that belongs to no other', 'title: How do I cancel?\n\towner: Support team', /begins with a tab/, 'Delete the tab.'],
  ['a brace too many', 'title: How do I cancel?\n}', /no field/, 'If the text of the line above goes on here, begin this line with two spaces.'],
])('%s in the fields is one message, in words and with what to write', (_, lines, says, remedy) => {
  const source = article(/^title/.test(lines) ? { title: null } : {}).replace('summary:', `${lines}\nsummary:`);
  const found = problemsOf({ [CANCEL]: source });
  expect(found).toMatchObject([{ code: 'yaml/syntax', line: lineOf(source, lines.split('\n').at(-1)!) }]);
  expect(found[0]?.message).toMatch(says);
  expect(found[0]?.remedy).toBe(remedy);
});

test.each([
  ['title: What does error #12 mean?', 'yaml/cut', 'Write title: "What does error #12 mean?" A note has a space after its #.'],
  ['owner: #support', 'yaml/cut', 'Write owner: "#support" A note has a space after its #.'],
  ['owner: &nbsp Support team', 'yaml/alias', 'Write owner: "&nbsp Support team"'],
])('what YAML would leave out of a text without a word is an error: %s', (line, code, remedy) => {
  const source = article({ [line.split(':')[0]!]: line.slice(line.indexOf(' ') + 1) });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code, line: lineOf(source, line), remedy }]);
});

test.each(['owner: Support team # until May', 'lastUpdated: 2026-11-18 #checked', 'owner: "Team #12"', 'owner: Team#12'])('a note and a number sign in quotes or in a word are no mistake: %s', (line) => {
  expect(problemsOf({ [CANCEL]: article({ [line.split(':')[0]!]: line.slice(line.indexOf(' ') + 1) }) })).toEqual([]);
});

test.each([
  ['__proto__', '\n  polluted: yes'],
  ['constructor', '{prototype: {polluted: yes}}'],
  ['prototype', '{polluted: yes}'],
])('a field called %s is an unknown field and changes no object', (key, value) => {
  const source = article({ [key]: value });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'frontmatter/unknown-key', field: key, line: lineOf(source, `${key}:`) }]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('aliases of aliases that would fill the memory are an error on the first of them', () => {
  const levels = Array.from({ length: 9 }, (_, level) => `k${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(',')}]`);
  const source = article({ k0: '&a0 [x,x,x,x,x,x,x,x,x]' }).replace('\n---\n\n', `\n${levels.join('\n')}\n---\n\n`);
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'yaml/alias', file: CANCEL, line: lineOf(source, '*a0'), message: 'These references multiply without end.' }]);
});

test('a reference to nothing is an error on its line', () => {
  const source = article({ owner: '*nobody' });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'yaml/alias', line: lineOf(source, '*nobody') }]);
});

test.each(['!!js/function "function () { return 1 }"', '!include /etc/hostname', '!ruby/object:Gem {}'])('the tag in %s is an error on its line', (value) => {
  const source = article({ owner: value });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'yaml/tag', file: CANCEL, line: lineOf(source, 'owner:'), value: value.split(' ')[0] }]);
});

test.each([
  ['an emoji', 'How do I cancel? 🎉'],
  ['another script', 'كيف ألغي اشتراكي؟'],
  ['an emoji of several parts', 'Family plans 👩‍👩‍👧‍👦 explained'],
])('a title with %s is a title', (_, title) => {
  expect(catalogOf({ [CANCEL]: article({ title }) }).byId.get('cancel01')?.title).toBe(title);
});

test.each([
  ['a category of a reserved address', CATEGORIES.replace('slug: account', 'slug: search'), { code: 'category/reserved', line: 6, field: '[1].slug', value: 'search' }],
  ['two categories of one address', CATEGORIES.replace('slug: account', 'slug: billing'), { code: 'category/duplicate', line: 6, field: '[1].slug', value: 'billing' }],
  ['an icon that Lucide has not', CATEGORIES.replace('user-cog', 'user-clog'), { code: 'category/icon', line: 9, field: '[1].icon', value: 'user-clog' }],
  ['an icon that is a path', CATEGORIES.replace('user-cog', '../../package'), { code: 'frontmatter/invalid', line: 9, field: '[1].icon' }],
])('%s is reported on its line', (_, source, expected) => {
  expect(problemsOf({ 'categories.yaml': source, [PASSWORD]: article({ id: 'passwd01' }) })).toContainEqual(expect.objectContaining({ file: 'categories.yaml', ...expected }));
});

test.each([
  ['an accent that is too pale for links', 'oklch(0.42 0.07 205)', '"#8cd0d8"', { code: 'site/contrast', line: 10, field: 'brand.accent.light', value: '#8cd0d8', remedy: 'Make it darker.' }],
  ['text on the button that is too like it', 'oklch(0.99 0.004 85)', '"#667788"', { code: 'site/contrast', line: 13, field: 'brand.onAccent.light', remedy: 'Make it lighter.' }],
  ['a dark accent on the dark page', 'oklch(0.8 0.085 195)', 'navy', { code: 'site/contrast', line: 11, field: 'brand.accent.dark', remedy: 'Make it lighter.' }],
  ['a color that is none', 'oklch(0.42 0.07 205)', 'bluish', { code: 'site/color', line: 10, value: 'bluish' }],
  ['a color that would end the rule', 'oklch(0.42 0.07 205)', '"navy; } body { display: none"', { code: 'site/color', line: 10 }],
  ['a color that nobody sees', 'oklch(0.42 0.07 205)', 'rgb(0 0 0 / 0)', { code: 'site/color', line: 10 }],
  ['a time zone that there is not', 'America/New_York', 'America/NewYork', { code: 'site/time-zone', line: 7, field: 'timeZone', value: 'America/NewYork', remedy: 'Did you mean "America/New_York"?' }],
  ['an address with a folder that is no base', 'url: https://help.example.org', 'url: https://example.org/help', { code: 'site/folder', field: 'url', value: 'https://example.org/help', remedy: 'Write url: https://example.org and base: /help/' }],
  ['a language that the interface is not written in', 'locale: en-US', 'locale: de-DE', { code: 'site/locale', line: 6, field: 'locale', value: 'de-DE', remedy: 'Known: en.' }],
  ['a most-read article that there is not', '- cancel01', '- cancel02', { code: 'site/article', line: 16, field: 'popular[0]', value: 'cancel02', remedy: 'Did you mean "cancel01"?' }],
  ['a contact article that there is not', 'owner: Support team', 'owner: Support team\ncontactArticle: contact1', { code: 'site/article', line: 18, field: 'contactArticle', value: 'contact1' }],
  ['a status address that is code', 'owner: Support team', 'owner: Support team\nstatusUrl: "javascript:alert(1)"', { code: 'frontmatter/invalid', line: 18, field: 'statusUrl' }],
  ['a channel on a host without a scheme', 'mailto:help@example.org', '//evil.example/', { code: 'frontmatter/invalid', line: 23, field: 'channels[0].href' }],
  ['a setting that is mistyped', 'locale: en-US', 'locale: en-US\ntimezone: UTC', { code: 'frontmatter/unknown-key', line: 7, field: 'timezone', remedy: 'Did you mean "timeZone"?' }],
])('%s in site.yaml is reported on its line', (_, before, after, expected) => {
  expect(SITE).toContain(before);
  expect(problemsOf({ 'site.yaml': SITE.replace(before, after) })).toContainEqual(expect.objectContaining({ file: 'site.yaml', ...expected }));
});

test('a field that cannot be read hides nothing that is wrong in the others, nor in the text', () => {
  const source = article({ title: 'Note: how to cancel', summary: '@all read this, it is about your plan', lastUpdated: '18.11.2026', colour: 'red' }, 'BP <120\n\n{a b}\n\n[x](foo.mdx)\n\n<Callout>\n\nText.\n');
  expect(problemsOf({ [CANCEL]: source }).map(({ code, line }) => `${code} ${line}`).sort()).toEqual(
    [
      ['yaml/syntax', 'title:'],
      ['yaml/syntax', 'summary:'],
      ['frontmatter/invalid', 'lastUpdated:'],
      ['frontmatter/unknown-key', 'colour:'],
      ['article/syntax', 'BP'],
      ['article/syntax', '{a b}'],
      ['article/address', '[x]'],
      ['article/syntax', '<Callout>'],
    ].map(([code, text]) => `${code} ${lineOf(source, text!)}`).sort(),
  );
});

test.each([
  ['a text with nothing above it', '# How do I cancel?\n\nBP <120\n', 'Put --- on the first line and --- after the fields.', ['frontmatter/missing 1', 'article/syntax 3']],
  ['an empty line above the fields', `\n${article()}`, 'Delete what stands before the first ---, empty lines too.', ['frontmatter/missing 1']],
  ['fields without their end', article().replace('\n---\n', '\n'), 'The second --- is missing: put it on a line of its own after the fields.', ['frontmatter/missing 1']],
  ['no fields at all', '---\n---\n\nText.\n', 'Between them stand no fields: id, kind, title, summary, lastUpdated are needed.', ['frontmatter/missing 1']],
  ['a dash of a word processor', article().replace('---\n', '—\n'), 'On the first line stand other signs: write exactly three plain hyphens, ---, and nothing beside them.', ['frontmatter/missing 1']],
])('%s is told with what to do', (_, source, remedy, all) => {
  const found = problemsOf({ [CANCEL]: source, 'site.yaml': SITE.replace('popular:\n  - cancel01\n', '') });
  expect(found.map(({ code, line }) => `${code} ${line}`)).toEqual(all);
  expect(found[0]?.remedy).toBe(remedy);
});

test.each([[CANCEL, article()], ['terms.yaml', TERMS]])('both versions of a merge in %s are one message', (file, source) => {
  const lines = source.split('\n');
  const merged = [...lines.slice(0, 3), '<<<<<<< HEAD', lines[3], '=======', `${lines[3]}x`, '>>>>>>> theirs', ...lines.slice(4)].join('\n');
  expect(problemsOf({ [file]: merged })).toMatchObject([{ code: 'content/merge', file, line: 4, value: '<<<<<<< HEAD', remedy: expect.stringContaining('delete the three lines of marks') }]);
});

test('an article in another encoding is one message: its id is known all the same', () => {
  for (const source of [Buffer.from(article({}, 'Größe\n'), 'latin1'), Buffer.from(`\uFEFF${article()}`, 'utf16le')]) {
    expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'content/encoding', file: CANCEL }]);
  }
});

test.each([
  ['Cancel', 'Give it a name of its own: cancel.mdx is there already.'],
  ['My refunds', 'Rename it to my-refunds.mdx.'],
  ['a--b', 'Rename it to a-b.mdx.'],
])('a file %s.mdx cannot be an address', (name, remedy) => {
  expect(problemsOf({ [`articles/billing/${name}.mdx`]: article({ id: 'other001', title: 'What else is there?' }) })).toMatchObject([{ code: 'article/file-name', value: name, remedy }]);
});

test.each([
  ['[mail](help@example.org)', 'article/address', 'For an email address, write mailto:help@example.org.'],
  ['[part](#my heading)', 'article/address', 'Write hyphens: #my-heading'],
  ['![The plan and its price](.\\plan.png)', 'article/image', 'Write ./plan.png'],
])('%s is told with what to write', (body, code, remedy) => expect(problemsOf({ [CANCEL]: article({}, `${body}\n`) })).toMatchObject([{ code, remedy }]));

test('who names a related article by its file is given its id', () => {
  expect(problemsOf({ [CANCEL]: article({ related: '[account/password]' }) })).toMatchObject([{ code: 'article/related', remedy: `The id of ${PASSWORD} is passwd01.` }]);
});
