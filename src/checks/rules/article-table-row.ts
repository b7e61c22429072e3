import { oddRows } from '../../catalog/tables.ts';
import type { Rule } from '../rule.ts';

export const shortRow: Rule = {
  code: 'article/table-row',
  severity: 'warning',
  protects: 'Readers from a row whose answers stand in the wrong column, or are not there.',
  remedy: 'Put a bar for each cell that is meant to be empty.',
  when: 'always',
  *run({ published }) {
    for (const { file, source } of published) {
      for (const { kind, line, value, message, remedy } of oddRows(source)) if (kind === 'short') yield { file, line, value, message, remedy };
    }
  },
};
