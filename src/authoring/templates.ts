/** What a new article of each kind begins with. Comments in braces are not published. */
import type { ARTICLE_KINDS } from '../catalog/schema.ts';

export const TEMPLATES: Readonly<Record<(typeof ARTICLE_KINDS)[number], string>> = {
  'how-to': `## Do it

<Steps>

1. Select the first thing. {/* One action a step. Put names of buttons into <Ui>…</Ui>. */}

2. Select the second thing.

</Steps>

## What happens next

Say what the reader sees, and when.
`,
  troubleshooting: `## Check this first

1. Say what to look at.

2. Say what it should show.

## When it still does not work

[Write to us](/contact/) and say what you saw.
`,
  explanation: `## The idea

Say it in two or three sentences, with an example.

## What it does not mean

Say what readers often expect, and what is true.
`,
  policy: `## The rule

Say it in one sentence.

## Examples

- Say what is allowed.
- Say what is not allowed.

## What happens when it is broken

Say the consequence. [Write to us](/contact/) when you see it differently.
`,
};
