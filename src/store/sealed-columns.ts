/** Every column that holds sealed text, and every blind index, so that rotation reaches all of them. */
export interface SealedColumn {
  readonly table: 'vote' | 'requester' | 'ticket_event' | 'attachment' | 'idempotent_request' | 'inbound_mail';
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
];
