/** The desks we know. Another joins with one file beside these and one line here. */
import type { DeskKind } from '../desk.ts';
import { helpScout } from './help-scout.ts';
import { mail } from './mail.ts';
import { none } from './none.ts';
import { webhook } from './webhook.ts';
import { zendesk } from './zendesk.ts';

export const DESKS: readonly DeskKind[] = [none, mail, webhook, zendesk, helpScout];
