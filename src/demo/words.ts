/** What made-up readers look for and write, of no trade and no brand. */

/** Asked again and again, and answered nowhere. */
export const MISSING = ['invoice for my employer', 'use two accounts with one email', 'change my time zone', 'work offline', 'print a whole page', 'dark mode at night', 'give a colleague access', 'calendar reminders'] as const;

/** Asked once, by somebody. */
export const RARE = ['gift for a friend', 'fax number', 'old photos from last year', 'sound is too loud', 'bigger letters', 'shortcut keys', 'where is the office', 'how many people work here'] as const;

/** What people write when they ask a person, by what they ask about. */
export const MESSAGES = [
  'I read the page about this and it does not say what to do in my case.',
  'I followed every step and nothing changed.',
  'It worked last week. Now I only see an error.',
  'I need this today. Can somebody look at it?',
  'I am not sure that I chose the right thing. Please check.',
  'Your answer helped, but one question is left.',
  'I could not find anything about this in your help center.',
] as const;

export const ANSWERS = ['Thank you for writing. This is how it works.', 'I looked at it and changed it for you.', 'Please try the steps in this article; they cover your case.', 'This was our mistake. It is put right.'] as const;
