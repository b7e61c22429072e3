/**
 * The one schema: what a row of each table looks like, on SQLite and PostgreSQL alike.
 *
 * Keys are UUIDv7 text, instants integer milliseconds since 1970 in UTC, yes/no is 1 or 0, JSON is text.
 * The reasons for each column stand in the migration that made it.
 */
import type { ColumnType } from 'kysely';

/** Set once when the row is made. */
type Fixed<T> = ColumnType<T, T, never>;

export interface VoteTable {
  id: Fixed<string>;
  article: Fixed<string>;
  revision: Fixed<string>;
  session: Fixed<string | null>;
  answer: 'yes' | 'no';
  reason: string | null;
  comment_sealed: string | null;
  deduplicated: Fixed<0 | 1>;
  token_digest: Fixed<string | null>;
  created_at: Fixed<number>;
  updated_at: number;
}

export interface ReaderEventTable {
  id: Fixed<string>;
  kind: Fixed<string>;
  version: Fixed<number>;
  session: Fixed<string>;
  bot: Fixed<0 | 1>;
  article: Fixed<string | null>;
  query: Fixed<string | null>;
  facts: Fixed<string>;
  happened_at: Fixed<number>;
  received_at: Fixed<number>;
}

export interface ReaderDayTable {
  day: Fixed<string>;
  source: Fixed<'page' | 'log'>;
  zone: string;
  version: number;
  visits: number;
  figures: string;
  settled: 0 | 1;
  made_at: number;
}

export interface ReportPeriodTable {
  first_day: Fixed<string>;
  last_day: Fixed<string>;
  zone: string;
  version: number;
  rules: string;
  events: number;
  figures: string;
  made_at: number;
}

export interface RequesterTable {
  id: Fixed<string>;
  email_sealed: string | null;
  email_index: string | null;
  name_sealed: string | null;
  time_zone: string | null;
  created_at: Fixed<number>;
  erased_at: number | null;
}

export interface TicketTable {
  id: Fixed<string>;
  reference: Fixed<string>;
  requester: string;
  state: string;
  category: string | null;
  priority: string | null;
  team: string | null;
  tier: string | null;
  level: number;
  agent: string | null;
  topic: string | null;
  component: string | null;
  article: string | null;
  incident: string | null;
  merged_into: string | null;
  events: number;
  chain_head: string;
  next_due_at: number | null;
  next_due_clock: string | null;
  look_at: number | null;
  created_at: Fixed<number>;
  updated_at: number;
  closed_at: number | null;
}

export interface TicketEventTable {
  id: Fixed<string>;
  ticket: Fixed<string>;
  seq: Fixed<number>;
  kind: Fixed<string>;
  at: Fixed<number>;
  recorded_at: Fixed<number>;
  actor: Fixed<string>;
  actor_name: Fixed<string | null>;
  source: Fixed<string>;
  origin: Fixed<string | null>;
  facts: Fixed<string>;
  words_sealed: string | null;
  words_salt: string | null;
  words_digest: Fixed<string | null>;
  previous: Fixed<string>;
  hash: Fixed<string>;
}

export interface AttachmentTable {
  id: Fixed<string>;
  ticket: Fixed<string>;
  event: Fixed<string>;
  name_sealed: string | null;
  type: Fixed<string>;
  bytes: Fixed<number>;
  content_sealed: string | null;
  created_at: Fixed<number>;
}

export interface IdempotentRequestTable {
  key: Fixed<string>;
  body: Fixed<string>;
  ticket: Fixed<string>;
  answer_sealed: Fixed<string>;
  created_at: Fixed<number>;
  expires_at: Fixed<number>;
}

export interface SpentTokenTable {
  digest: Fixed<string>;
  expires_at: Fixed<number>;
}

export interface TicketAlarmTable {
  ticket: Fixed<string>;
  alarm: Fixed<string>;
  due_at: Fixed<number>;
  raised_at: Fixed<number>;
}

export interface LeaseTable {
  name: Fixed<string>;
  holder: string;
  until: number;
}

export interface OutboxTable {
  id: Fixed<string>;
  kind: Fixed<string>;
  lane: Fixed<string | null>;
  place: Fixed<number>;
  gate: Fixed<0 | 1>;
  about: Fixed<string>;
  once_key: Fixed<string | null>;
  state: 'waiting' | 'leased' | 'done' | 'dead' | 'parked';
  attempts: number;
  due_at: number;
  leased_by: string | null;
  patience_from: number;
  created_at: number;
  done_at: number | null;
  last_error: string | null;
  result: string | null;
}

export interface OutboxChannelTable {
  channel: Fixed<string>;
  reason: string;
  parked_at: number;
  probe_at: number;
}

export interface TicketLinkTable {
  id: Fixed<string>;
  ticket: Fixed<string>;
  created_at: Fixed<number>;
  expires_at: number;
  revoked_at: number | null;
}

export interface InboundMailTable {
  id: Fixed<string>;
  message_digest: Fixed<string>;
  sender_index: string | null;
  raw_sealed: string | null;
  bytes: Fixed<number>;
  state: 'taken' | 'done' | 'parked' | 'refused';
  why: string | null;
  ticket: string | null;
  received_at: Fixed<number>;
  settled_at: number | null;
}

export interface MailThreadTable {
  message_digest: Fixed<string>;
  ticket: Fixed<string>;
  created_at: Fixed<number>;
}

export interface IncidentMeTooTable {
  incident: Fixed<string>;
  reader: Fixed<string>;
  way: Fixed<'script' | 'plain'>;
  at: Fixed<number>;
}

export interface IncidentFollowerTable {
  id: Fixed<string>;
  incident: Fixed<string>;
  email_sealed: string | null;
  email_index: string | null;
  time_zone: string | null;
  asked_by: Fixed<'form' | 'ticket' | 'page'>;
  asked_at: Fixed<number>;
  told_at: number | null;
  followed_up_at: number | null;
  forgotten_at: number | null;
}

export interface SubscriberTable {
  id: Fixed<string>;
  kind: Fixed<'email' | 'webhook'>;
  state: 'asked' | 'confirmed' | 'off';
  email_sealed: string;
  email_index: string;
  url_sealed: string | null;
  place: string;
  secret_sealed: string;
  confirm_digest: Fixed<string>;
  manage_digest: Fixed<string>;
  leave_digest: Fixed<string>;
  components: string | null;
  locale: string;
  asked_at: number;
  mailed_at: number | null;
  confirmed_at: number | null;
  failing_since: number | null;
  off_at: number | null;
}

export interface AnnouncedUpdateTable {
  record: Fixed<string>;
  at: Fixed<number>;
  kind: Fixed<string>;
  announced_at: Fixed<number>;
}

export interface SignalCountTable {
  slot: Fixed<number>;
  component: Fixed<string>;
  kind: Fixed<string>;
  people: number;
}

export interface SignalSlotTable {
  slot: Fixed<number>;
  final: 0 | 1;
}

export interface SignalEpisodeTable {
  id: Fixed<string>;
  component: Fixed<string>;
  began_at: Fixed<number>;
  seen_at: number;
  ended_at: number | null;
  incident: string | null;
  evidence: string;
}

export interface LimitWindowTable {
  bucket: Fixed<string>;
  key: Fixed<string>;
  window_start: Fixed<number>;
  window_end: Fixed<number>;
  count: number;
}

export interface DailySaltTable {
  day: Fixed<string>;
  salt: Fixed<string>;
  expires_at: Fixed<number>;
}

export interface DataKeyTable {
  id: Fixed<string>;
  created_at: Fixed<number>;
  retired_at: number | null;
}

export interface MigrationTable {
  name: Fixed<string>;
  digest: Fixed<string>;
  applied_at: Fixed<number>;
}

export interface Tables {
  vote: VoteTable;
  reader_event: ReaderEventTable;
  reader_day: ReaderDayTable;
  report_period: ReportPeriodTable;
  requester: RequesterTable;
  ticket: TicketTable;
  ticket_event: TicketEventTable;
  attachment: AttachmentTable;
  idempotent_request: IdempotentRequestTable;
  spent_token: SpentTokenTable;
  ticket_alarm: TicketAlarmTable;
  lease: LeaseTable;
  ticket_link: TicketLinkTable;
  inbound_mail: InboundMailTable;
  mail_thread: MailThreadTable;
  outbox: OutboxTable;
  outbox_channel: OutboxChannelTable;
  incident_me_too: IncidentMeTooTable;
  incident_follower: IncidentFollowerTable;
  subscriber: SubscriberTable;
  announced_update: AnnouncedUpdateTable;
  signal_count: SignalCountTable;
  signal_slot: SignalSlotTable;
  signal_episode: SignalEpisodeTable;
  limit_window: LimitWindowTable;
  daily_salt: DailySaltTable;
  data_key: DataKeyTable;
  migration: MigrationTable;
}
