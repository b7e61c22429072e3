/** The contact forms that every new help center begins with. */
import type { Answers } from './answers.ts';
import type { StarterIds } from './articles.ts';

const SENT = 'We send you an email with your reference.';

export function formsOf({ product }: Answers, [password, page, reach]: StarterIds): [name: string, form: object][] {
  return [
    [
      'account',
      {
        title: 'Account and logging in',
        description: 'Your password, your email address, or an account you cannot open.',
        order: 10,
        channel: 'email',
        category: 'account',
        notice: 'Never send your password. We do not need it.',
        topics: [
          { id: 'log-in', label: 'I cannot log in', articles: [password] },
          { id: 'email', label: 'My email address is wrong or gone' },
          { id: 'other', label: 'Something else about my account' },
        ],
        fields: [{ name: 'shown', label: 'What does the screen say?', hint: 'The message, word for word.', kind: 'text', showIf: { topic: 'log-in' } }],
        next: [SENT, 'A person answers by email.'],
      },
    ],
    [
      'technical',
      {
        title: 'Technical problem',
        description: 'Something does not load, does not work or shows an error.',
        order: 20,
        channel: 'email',
        category: 'technical',
        topics: [
          { id: 'page', label: 'A page does not load or work', articles: [page] },
          { id: 'message', label: 'I see an error message', articles: [page] },
          { id: 'other', label: 'Another technical problem' },
        ],
        fields: [
          { name: 'device', label: 'Your device and browser', hint: 'For example “iPhone, Safari” or “Windows computer, Edge”.', kind: 'text', maxLength: 120 },
          { name: 'files', label: 'A picture of the screen', hint: 'Cover names and everything else that we do not need.', kind: 'file' },
        ],
        next: [SENT, 'A person tries the same thing, then answers by email.'],
      },
    ],
    [
      'security',
      {
        title: 'Security and privacy',
        description: 'Somebody can see what is private, uses your account, or writes in our name.',
        order: 30,
        channel: 'email',
        category: 'security',
        notice: 'Do not copy what you saw into this form. Say where it is, and we look.',
        question: 'What happened?',
        topics: [
          { id: 'exposure', label: 'Somebody can see what is private' },
          { id: 'account', label: 'Somebody else uses my account', articles: [password] },
          { id: 'pretends', label: `Somebody pretends to be ${product}` },
          { id: 'data', label: 'A copy of my data, or deleting it', category: 'compliance' },
        ],
        next: [SENT, 'We look at it before everything else.', 'We tell you when it is closed.'],
      },
    ],
    [
      'question',
      {
        title: 'Questions and ideas',
        description: 'Anything else: a question, an idea, or what you like.',
        order: 40,
        channel: 'email',
        category: 'general',
        topics: [
          { id: 'question', label: 'I have a question', articles: [reach] },
          { id: 'idea', label: 'I have an idea', category: 'feedback' },
          { id: 'praise', label: 'Something went well', category: 'feedback' },
        ],
        next: [SENT, 'A person reads it and answers by email.'],
      },
    ],
  ];
}
