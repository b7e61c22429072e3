/** What a check is: one file, one rule. It reports data; others print. */
import type { Diagnostic } from '../catalog/diagnostic.ts';
import type { Material } from './material.ts';

/** One thing a rule found. Code and severity are the rule's. */
export interface Finding extends Omit<Diagnostic, 'code' | 'severity'> {
  /** What `--fix` writes instead of `value`, when there is only one right answer. */
  readonly fix?: { readonly from: string; readonly to: string };
}

export interface Rule {
  /** Stable: `subject/rule`. Teams write it into checks.yaml and CI. */
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  /** What goes wrong for a reader or the team without this rule, in one sentence. */
  readonly protects: string;
  /** What to do, in general; a finding may know better. */
  readonly remedy: string;
  /**
   * `always`; `calendar` for what the mere passing of days brings up, which fails only the scheduled run;
   * `asked` for what needs the network and `--external`.
   */
  readonly when: 'always' | 'calendar' | 'asked';
  /** @throws {CannotRun} when it cannot know; a rule never passes because it could not look */
  run(material: Material): Iterable<Finding> | AsyncIterable<Finding>;
}
