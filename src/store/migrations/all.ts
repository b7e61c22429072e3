import { conventions } from './0001-conventions.ts';
import { events } from './0002-events.ts';
import { tickets } from './0003-tickets.ts';
import { outbox } from './0004-outbox.ts';
import { conversation } from './0005-conversation.ts';
import { lists } from './0006-lists.ts';
import { subscriptions } from './0007-subscriptions.ts';
import { incidentReaders } from './0008-incident-readers.ts';
import { earlySignal } from './0009-early-signal.ts';
import { readerDays } from './0010-reader-days.ts';
import { reportPeriods } from './0011-report-periods.ts';
import type { Migration } from './migration.ts';

/** Every migration, in the order they run. */
export const MIGRATIONS: readonly Migration[] = [conventions, events, tickets, outbox, conversation, lists, subscriptions, incidentReaders, earlySignal, readerDays, reportPeriods];
