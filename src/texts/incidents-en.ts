/** Words about an open incident, where somebody asks something: loaded only while one is open. */
const list = (names: readonly string[]) => new Intl.ListFormat('en').format(names);

export const incidentsEn = {
  ask: {
    title: 'Is it this?',
    lead: 'We know of a problem that may be yours, and we are working on it.',
    because: {
      component: (part: string) => `It affects ${part}.`,
      article: (part: string) => `The article you read is about ${part}.`,
      words: (words: readonly string[]) => `You wrote ${list(words.map((word) => `“${word}”`))}.`,
    },
    states: { investigating: 'We are looking for the cause.', identified: 'We know the cause.', monitoring: 'A fix is in place, and we are watching it.' } as Readonly<Record<string, string>>,
    updated: (time: string) => `Updated ${time}.`,
    details: 'Everything about it',
    newTab: '(opens in a new tab)',
    meToo: 'Me too',
    follow: 'Tell me when it is fixed',
    other: 'It is something else',
    kept: 'You need not write to us for this. If you do, your message stays with this problem.',
  },
  follow: {
    email: 'Your email address',
    hint: 'You get one email when it is fixed, and one a day later. Then we delete your address.',
    send: 'Tell me',
    wrong: 'Enter an email address in the form name@example.com',
    done: (email: string) => `We write to ${email} when it is fixed.`,
  },
  counted: 'Counted. Thank you: it shows us how many are affected.',
  others: (n: number) => `${n.toLocaleString('en')} people have said so.`,
  failed: 'That did not work. Try again in a moment.',
  over: 'This problem is over.',
  announced: (title: string) => `A known problem may be yours: ${title}`,
  review: {
    linked: (title: string) => `Your message stays with the known problem “${title}”.`,
    tell: 'Send me an email when it is fixed',
    other: 'My message is about something else',
  },
  search: {
    title: 'A known problem',
    region: 'Known problem',
  },
  article: {
    title: (part: string) => `Known problem with ${part}`,
    over: (title: string) => `This problem is over: ${title}`,
  },
  stop: {
    title: 'Stop these emails',
    lead: 'You asked to be told about one problem. If you stop, we delete your address and write no more about it.',
    button: 'Stop and delete my address',
    done: 'Your address is deleted. You get no more emails about this.',
    gone: 'This link does not stop anything any more: your address is not kept.',
  },
};

export type IncidentsTexts = typeof incidentsEn;
