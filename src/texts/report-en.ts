/** Words of the mail that brings a report. */
export const reportTexts = {
  subject: (title: string, days: string) => `${title}, ${days}`,
  intro: (days: string, zone: string) => `${days}, in the days of ${zone}. The whole report is attached: a page that opens in any browser, and prints.`,
  unfinished: 'These days are not over, so the figures will change.',
  toDo: { daily: 'What to do', weekly: 'The three things to do this week', monthly: 'What to do this month' },
  nothingToDo: 'Nothing stands out.',
  people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  key: 'How it stands',
  nothing: 'nothing to measure',
  target: (target: string) => `target ${target}`,
  reached: 'reached',
  missed: 'missed',
  few: 'too few to tell',
  before: (value: string) => `before ${value}`,
  privacy: 'The report names tickets, articles and teams, and nobody. Whoever may not see them should not get it: pass it on with care.',
} as const;
