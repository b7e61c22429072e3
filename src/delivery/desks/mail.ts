/** A help desk that takes mail. Its Message-ID is the same at each attempt, by which most desks know a repeat. */
import { messageOf, UnsafeHeader, type Letter, type Person } from '../../mail/letter.ts';
import { soundAddress } from '../../mail/address.ts';
import type { Outcome } from '../../outbox/outcome.ts';
import { subjectLine, ticketAsText } from '../as-text.ts';
import type { Attempt, DeskFile, DeskKind } from '../desk.ts';
import { DeskSettingsWrong, settings } from '../setting.ts';

export const mail: DeskKind = {
  name: 'mail',
  open(env, { mail: around }) {
    const { BEDSIDE_DESK_MAIL } = settings(env, 'mail', { BEDSIDE_DESK_MAIL: { form: /^\S+@\S+$/, says: 'the address that the help desk reads.' } });
    const to = soundAddress(BEDSIDE_DESK_MAIL);
    if (to === undefined) throw new DeskSettingsWrong(['BEDSIDE_DESK_MAIL is not an e-mail address.']);
    if (around === undefined) throw new DeskSettingsWrong(['BEDSIDE_DESK=mail needs mail: nothing sends it here.']);
    const { post, from } = around;
    const host = from.email.slice(from.email.lastIndexOf('@') + 1);

    /** A person wrote it, so it is marked as nothing else; their name goes along, our address keeps it deliverable. */
    async function hand(attempt: Attempt, requester: Person, letter: Pick<Letter, 'subject' | 'text' | 'references'>, files: readonly DeskFile[]): Promise<Outcome> {
      const attachments = await Promise.all(files.map(async ({ name, type, bytes }) => ({ name, type, content: await bytes() })));
      try {
        const message = messageOf({ ...letter, to: { email: to as string }, fromName: requester.name, replyTo: requester, attachments }, from, attempt.key, attempt.writtenAt);
        return await post.send(message, attempt.signal);
      } catch (error) {
        if (error instanceof UnsafeHeader) return { kind: 'refused', error: 'mail.unsafe' };
        throw error;
      }
    }

    return {
      says: 'Tickets are handed to the help desk by mail.',
      async create(ticket, attempt) {
        const letter = { subject: subjectLine(`[${ticket.reference}] ${ticket.subject}`), text: `${ticketAsText(ticket)}\n\nPriority: ${ticket.priority}\n` };
        const outcome = await hand(attempt, ticket.requester, letter, ticket.files);
        // Its number is our own key, under which what follows refers to it.
        return outcome.kind === 'done' ? { kind: 'done', result: { number: attempt.key } } : outcome;
      },
      append: (message, attempt) =>
        hand(attempt, message.requester, { subject: `Re: [${message.reference}]`, text: `${message.body}\n`, references: [`${message.number}@${host}`] }, message.files),
    };
  },
};
