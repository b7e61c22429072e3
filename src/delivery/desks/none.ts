/** No desk outside: the team works with `npm run tickets`. */
import type { DeskKind } from '../desk.ts';

export const none: DeskKind = {
  name: 'none',
  open: () => ({
    says: 'Tickets stay here, because BEDSIDE_DESK is not set.',
    create: async () => ({ kind: 'needless', error: 'desk.none' }),
    append: async () => ({ kind: 'needless', error: 'desk.none' }),
  }),
};
