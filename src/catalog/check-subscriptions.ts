/** A site on which readers can subscribe needs every letter that goes to them. */
import { SUBSCRIPTION_REPLIES } from '../mail/placeholders.ts';
import type { Diagnostic } from './diagnostic.ts';
import { COMPONENTS_FILE } from './status-load.ts';
import type { StatusTree } from './status-tree.ts';
import { REPLIES_FOLDER, type Replies } from './support/replies.ts';

export function checkSubscriptions({ subscriptions }: Pick<StatusTree, 'subscriptions'>, replies: Replies | undefined, report: (diagnostic: Diagnostic) => void): void {
  if (!subscriptions) return;
  for (const [name, kind] of Object.entries(SUBSCRIPTION_REPLIES)) {
    if (replies?.get(name)?.kind === kind) continue;
    report({
      ...{ code: 'subscriptions/letter', severity: 'error', file: COMPONENTS_FILE, line: 1, value: name },
      message: 'Readers can subscribe, and one of the letters to them is missing.',
      remedy: `Write ${REPLIES_FOLDER}/${name}.md with "kind: ${kind}", or take "subscriptions: true" out.`,
    });
  }
}
