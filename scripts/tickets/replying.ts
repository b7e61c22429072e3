/** `reply`: a public answer, typed or written in an editor, looked over before it goes out. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { momentInWords } from '../../src/mail/moment.ts';
import { unheardIn } from '../../src/tickets/merged.ts';
import type { Ticket } from '../../src/tickets/read.ts';
import { readRequester } from '../../src/tickets/requesters.ts';
import { ticketText } from '../../src/tickets/desk/as-text.ts';
import { draftReply } from '../../src/tickets/desk/letters.ts';
import { reply } from '../../src/tickets/desk/reply.ts';
import { findingsIn } from '../../src/tickets/desk/tone.ts';
import { answerAll } from './answering-all.ts';
import { articlesOf } from './articles.ts';
import { agentOf, insightNamed, Mistyped, ticketNamed, type Command, type Room } from './command.ts';
import { dropDraft, keepWords, keptDraft, type Draft } from './drafts.ts';
import { dueAfter, inLine, templateNamed } from './looking-over.ts';

/** Below this line an editor shows the ticket; nothing of it is sent. */
const CUT = '------------------------ >8 ------------------------';

export const replying: Command = {
  usage: 'reply REFERENCE [TEXT]',
  says: `answer by mail; without TEXT in $EDITOR (--template NAME, --article ID, --wait, --resolve, --anyway);
${' '.repeat(35)}all linked to an incident: --incident ID --template NAME (--dry-run)`,
  takes: [0, Infinity],
  async run(room, [reference = '', ...typed]) {
    if (room.options.incident !== undefined) {
      if (reference !== '') throw new Mistyped('Either one ticket is answered, or all of an incident.');
      return answerAll(room, room.options.incident);
    }
    if (reference === '') throw new Mistyped('Say which ticket, or --incident ID.');
    const before = keptDraft(reference);
    let written = typed.join(' ').trim();
    let instead = before !== undefined && written.includes(before.words);
    try {
      const { ticket, draft, ...prepared } = await prepare(room, reference);
      if (typed.length === 0) {
        const text = edit(before?.words ?? draft.text, prepared.story, before, (words) => (written = words));
        instead = true;
        if (text === '') {
          room.print({ sent: false }, before === undefined ? 'Nothing was sent.' : `Nothing was sent. What could not be sent before is still in ${before.file}.`);
          return 0;
        }
      }
      const words = typed.length === 0 ? written : [written, draft.text].filter((part) => part !== '').join('\n\n').trim();
      const state = await send(room, ticket, words, draft.subject);
      if (instead) dropDraft(reference);
      const unheard = await room.store.read((db) => unheardIn(db, ticket.id));
      const others = unheard.length === 0 ? '' : `\nIt goes to its own requester alone. Who wrote ${unheard.join(', ')}, which went on here, is answered there: npm run tickets -- reply ${unheard[0]}`;
      room.print({ sent: true, reference: ticket.reference, ...state, unheard }, `The answer goes out. ${ticket.reference} is ${state.state}.${others}`);
      return 0;
    } catch (error) {
      // What took somebody a while to write is lost neither to a typo nor to a database that is away. What was typed
      // here and has to be typed differently stands in the shell's own history.
      const retyped = typed.length > 0 && error instanceof Mistyped;
      throw written === '' || retyped ? error : keepWords(error, reference, written, { instead });
    }
  },
  lost: ([reference = '', ...typed], error) => (typed.length === 0 ? (error as Error) : keepWords(error, reference, typed.join(' '), { instead: false })),
};

/** Everything that must be right before somebody writes. @throws {Mistyped} */
async function prepare(room: Room, reference: string) {
  const { options, support, site } = room;
  if (options.wait && options.resolve) throw new Mistyped('A ticket waits or is resolved: choose --wait or --resolve.');
  insightNamed(options.insight);
  const ticket = await ticketNamed(room, reference);
  const by = agentOf(room);
  const requester = await readRequester(room.store, ticket.requester);
  if (requester?.email === undefined) throw new Mistyped(`Nobody can be written to about ${ticket.reference}: the requester was erased.`);
  const answers = articlesOf('dist', options.article);
  const draft = options.template === undefined ? { subject: undefined, text: answers.map(({ title, href }) => `[${title}](${href})`).join('\n\n') } : draftReply({ team: { site, support }, ticket, requester }, templateNamed(room, options.template), by.handle, answers);
  return { ticket, draft, story: ticketText(ticket, requester, site.timeZone) };
}

/** Looks the words over, and sends them. @throws {Mistyped} when something was found in them */
async function send(room: Room, ticket: Ticket, words: string, subject: string | undefined) {
  const { options, desk, support, site } = room;
  const found = findingsIn(words, support.wording, { now: room.now, due: dueAfter(room, ticket), timeZone: site.timeZone, inWords: (instant) => momentInWords(instant, site.timeZone, site.locale) });
  const gap = found.some(({ kind }) => kind === 'gap');
  if (found.length > 0 && (gap || !options.anyway)) throw new Mistyped([...found.map(inLine), gap ? 'Nothing was sent.' : 'Nothing was sent. Change the words, or send them with --anyway.'].join('\n'));
  const then = options.resolve ? 'resolve' : options.wait ? 'wait' : undefined;
  const solved = { insight: insightNamed(options.insight), learned: options.learned };
  const { snapshot } = await reply(desk, ticket.id, agentOf(room), { words, subject, template: options.template, articles: options.article, then, solved });
  return { state: snapshot.state, findings: found };
}

/**
 * @param before what could not be sent, and stands in the editor again
 * @param wrote told what stands there as soon as it is read, so that it survives what comes after
 * @throws {Mistyped} when there is no editor, or it ends with an error
 */
function edit(draft: string, story: string, before: Draft | undefined, wrote: (words: string) => void): string {
  const editor = process.env.VISUAL || process.env.EDITOR;
  if (!editor) throw new Mistyped(`Write the text after the reference, or set EDITOR.${before === undefined ? '' : `\nWhat could not be sent before is in ${before.file}.`}`);
  const again = before === undefined ? '' : 'It begins with what could not be sent before.\n';
  const folder = mkdtempSync(join(tmpdir(), 'bedside-reply-'));
  const file = join(folder, 'reply.md');
  try {
    writeFileSync(file, `${draft}\n\n${CUT}\nWhat stands above this line is sent. Leave it empty to send nothing.\n${again}\n${story}\n`, { mode: 0o600 });
    const { status } = spawnSync(`${editor} "${file}"`, { shell: true, stdio: 'inherit' });
    const words = (readFileSync(file, 'utf8').split(CUT)[0] ?? '').trim();
    if (status === 0 || words !== draft.trim()) wrote(words);
    if (status !== 0) throw new Mistyped('The editor ended with an error. Nothing was sent.');
    return words;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
