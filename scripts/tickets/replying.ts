/** `reply`: a public answer, typed or written in an editor, looked over before it goes out. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { momentInWords } from '../../src/mail/moment.ts';
import { replyNamed } from '../../src/catalog/support/replies.ts';
import { storeSettings } from '../../src/store/open.ts';
import type { TicketEvent } from '../../src/tickets/events.ts';
import type { Ticket } from '../../src/tickets/read.ts';
import { readRequester } from '../../src/tickets/requesters.ts';
import { clocksOf, nextDue } from '../../src/tickets/sla/clocks.ts';
import { ticketText } from '../../src/tickets/desk/as-text.ts';
import { draftReply } from '../../src/tickets/desk/letters.ts';
import { DRAFTS_FOLDER, reply } from '../../src/tickets/desk/reply.ts';
import { findingsIn, type Finding } from '../../src/tickets/desk/tone.ts';
import { articlesOf } from './articles.ts';
import { agentOf, insightNamed, Mistyped, ticketNamed, type Command, type Room } from './command.ts';

/** Below this line an editor shows the ticket; nothing of it is sent. */
const CUT = '------------------------ >8 ------------------------';

export const replying: Command = {
  usage: 'reply REFERENCE [TEXT]',
  says: 'answer by mail; without TEXT in $EDITOR (--template NAME, --article ID, --wait, --resolve, --anyway)',
  takes: [1, Infinity],
  async run(room, [reference = '', ...typed]) {
    const { options, desk, support, site } = room;
    if (options.wait && options.resolve) throw new Mistyped('A ticket waits or is resolved: choose --wait or --resolve.');
    const insight = insightNamed(options.insight);
    const ticket = await ticketNamed(room, reference);
    const by = agentOf(room);
    const requester = await readRequester(room.store, ticket.requester);
    if (requester?.email === undefined) throw new Mistyped(`Nobody can be written to about ${ticket.reference}: the requester was erased.`);
    const answers = articlesOf('dist', options.article);
    const draft = options.template === undefined ? { subject: undefined, text: answers.map(({ title, href }) => `[${title}](${href})`).join('\n\n') } : draftReply({ team: { site, support }, ticket, requester }, templateNamed(room, options.template), by.handle, answers);

    const edited = typed.length === 0 ? edit(draft.text, ticketText(ticket, requester, site.timeZone)) : undefined;
    const words = (edited ?? [typed.join(' '), draft.text].filter((part) => part !== '').join('\n\n')).trim();
    if (words === '') {
      room.print({ sent: false }, 'Nothing was sent.');
      return 0;
    }
    try {
      const found = findingsIn(words, support.wording, { now: room.now, due: dueAfter(room, ticket), timeZone: site.timeZone, inWords: (instant) => momentInWords(instant, site.timeZone, site.locale) });
      const gap = found.some(({ kind }) => kind === 'gap');
      if (found.length > 0 && (gap || !options.anyway)) throw new Mistyped([...found.map(inLine), gap ? 'Nothing was sent.' : 'Nothing was sent. Change the words, or send them with --anyway.'].join('\n'));
      const then = options.resolve ? 'resolve' : options.wait ? 'wait' : undefined;
      const { snapshot } = await reply(desk, ticket.id, by, { words, subject: draft.subject, template: options.template, articles: options.article, then, solved: { insight, learned: options.learned } });
      room.print({ sent: true, reference: ticket.reference, state: snapshot.state, findings: found }, `The answer goes out. ${ticket.reference} is ${snapshot.state}.`);
      return 0;
    } catch (error) {
      // What took somebody a while to write is not lost to a typo.
      if (edited !== undefined) throw Object.assign(error as Error, { message: `${(error as Error).message}\nYour words are kept in ${kept(ticket, words)}` });
      throw error;
    }
  },
};

function templateNamed({ support }: Room, name: string) {
  const known = [...support.replies].flatMap(([one, { kind }]) => (kind === 'reply' ? [one] : []));
  if (!known.includes(name)) throw new Mistyped(`There is no reply "${name}". Known: ${known.join(', ') || 'none'}.`);
  return replyNamed(support.replies, name, 'reply');
}

/** The clock that will watch over what is promised now: an answer ends those that wait for one. */
function dueAfter({ support, options, now }: Room, { events }: Ticket): number | undefined {
  const answered: TicketEvent = { kind: 'replied', facts: { articles: [], attachments: 0 }, seq: events.length + 1, at: now, actor: { kind: 'agent' }, source: 'command' };
  return options.resolve || options.wait ? undefined : nextDue(clocksOf([...events, answered], support, now))?.due;
}

function inLine({ kind, words, instead }: Finding): string {
  return `${kind.padEnd(8)}  “${words}”  ${instead}`;
}

/** @throws {Mistyped} when there is no editor, or it ends with an error */
function edit(draft: string, story: string): string {
  const editor = process.env.VISUAL || process.env.EDITOR;
  if (!editor) throw new Mistyped('Write the text after the reference, or set EDITOR.');
  const folder = mkdtempSync(join(tmpdir(), 'bedside-reply-'));
  const file = join(folder, 'reply.md');
  try {
    writeFileSync(file, `${draft}\n\n${CUT}\nWhat stands above this line is sent. Leave it empty to send nothing.\n\n${story}\n`, { mode: 0o600 });
    const { status } = spawnSync(`${editor} "${file}"`, { shell: true, stdio: 'inherit' });
    if (status !== 0) throw new Mistyped('The editor ended with an error. Nothing was sent.');
    return (readFileSync(file, 'utf8').split(CUT)[0] ?? '').trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function kept({ reference }: Ticket, words: string): string {
  const folder = join(storeSettings(process.env).dataDir, DRAFTS_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${reference}.md`);
  writeFileSync(file, `${words}\n`, { mode: 0o600 });
  return file;
}
