/** Every column that holds sealed text, and every blind index, so that rotation reaches all of them. */
export interface SealedColumn {
  readonly table: 'vote' | 'requester' | 'ticket_event' | 'attachment' | 'idempotent_request' | 'inbound_mail' | 'subscriber' | 'incident_follower';
  readonly column: string;
  /** The column that names the row, which the seal is bound to. */
  readonly key: string;
  /** The column with the blind index of this one, and what it is made of. */
  readonly index?: { readonly column: string; readonly purpose: string; readonly from: (text: string) => string };
}

/** The purpose that a requester's address is indexed under. */
export const EMAIL_INDEX = 'requester email';

/** The purpose that senders of inbound mail are indexed under. */
export const INBOUND_SENDER = 'inbound sender';

/** The purpose that addresses of people who follow an incident are indexed under. */
export const FOLLOWER_INDEX = 'incident follower';

/** The purpose that subscribers' addresses are indexed under. */
export const SUBSCRIBER_EMAIL = 'subscriber email';

/** The purpose that webhooks' addresses are indexed under. */
export const WEBHOOK_ADDRESS = 'webhook address';

/** One form for one address. The part before the @ is compared without case, as every large provider does. */
export function oneAddress(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'vote', column: 'comment_sealed', key: 'id' },
  { table: 'requester', column: 'email_sealed', key: 'id', index: { column: 'email_index', purpose: EMAIL_INDEX, from: oneAddress } },
  { table: 'requester', column: 'name_sealed', key: 'id' },
  { table: 'ticket_event', column: 'words_sealed', key: 'id' },
  { table: 'attachment', column: 'name_sealed', key: 'id' },
  { table: 'attachment', column: 'content_sealed', key: 'id' },
  { table: 'idempotent_request', column: 'answer_sealed', key: 'key' },
  { table: 'inbound_mail', column: 'raw_sealed', key: 'id' },
  { table: 'subscriber', column: 'email_sealed', key: 'id', index: { column: 'email_index', purpose: SUBSCRIBER_EMAIL, from: oneAddress } },
  { table: 'subscriber', column: 'url_sealed', key: 'id', index: { column: 'place', purpose: WEBHOOK_ADDRESS, from: (url) => url } },
  { table: 'subscriber', column: 'secret_sealed', key: 'id' },
  { table: 'incident_follower', column: 'email_sealed', key: 'id', index: { column: 'email_index', purpose: FOLLOWER_INDEX, from: oneAddress } },
];
