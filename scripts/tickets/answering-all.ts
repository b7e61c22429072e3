/** `reply --incident`: one template to everybody whose ticket is about an incident, each filled for itself, each once. */
import { momentInWords } from '../../src/mail/moment.ts';
import { draftReply } from '../../src/tickets/desk/letters.ts';
import { linkedTo, NOT_ANSWERED } from '../../src/tickets/desk/linked.ts';
import { reply } from '../../src/tickets/desk/reply.ts';
import { findingsIn, type Finding } from '../../src/tickets/desk/tone.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { readRequester } from '../../src/tickets/requesters.ts';
import { articlesOf } from './articles.ts';
import { agentOf, insightNamed, Mistyped, needed, type Room } from './command.ts';
import { incidentNamed } from './linking.ts';
import { dueAfter, inLine, templateNamed } from './looking-over.ts';

interface Answer {
  readonly id: string;
  readonly reference: string;
  readonly subject: string;
  readonly words: string;
  readonly merged: boolean;
}

export async function answerAll(room: Room, id: string): Promise<0> {
  const { options, desk, site, support, store } = room;
  if (options.wait) throw new Mistyped('Whoever is told that an incident is over has nothing to do: --wait does not go with --incident.');
  const name = needed(options.template, 'template');
  const template = templateNamed(room, name);
  const { incident, told } = incidentNamed(id);
  if (told.ended === undefined && !options.anyway) throw new Mistyped(`${incident.title} is still open. Resolve it first, or answer all the same with --anyway.`);
  const by = agentOf(room);
  const insight = insightNamed(options.insight);
  const articles = articlesOf('dist', options.article);
  const once = (ticket: string) => `incident-reply:${incident.id}:${name}:${ticket}`;
  const linked = await linkedTo(store, incident.id, (ticket) => `${once(ticket)}:said`);

  const answers: Answer[] = [];
  const skipped: { reference: string; why: string }[] = [];
  const found = new Map<string, { finding: Finding; references: string[] }>();
  for (const { id: row, reference, skip, merged } of linked) {
    const ticket = skip === undefined ? await loadTicket(store, row) : undefined;
    const requester = ticket && (await readRequester(store, ticket.requester));
    if (ticket === undefined || requester?.email === undefined) {
      skipped.push({ reference, why: NOT_ANSWERED[skip ?? 'erased'] });
      continue;
    }
    const { subject, text } = draftReply({ team: { site, support }, ticket, requester }, template, by.handle, articles, told);
    answers.push({ id: ticket.id, reference, subject, words: text.trim(), merged });
    for (const finding of findingsIn(text, support.wording, { now: room.now, due: dueAfter(room, ticket), timeZone: site.timeZone, inWords: (instant) => momentInWords(instant, site.timeZone, site.locale) })) {
      const known = found.get(`${finding.kind} ${finding.words}`) ?? { finding, references: [] };
      known.references.push(reference);
      found.set(`${finding.kind} ${finding.words}`, known);
    }
  }

  const findings = [...found.values()];
  const gap = findings.some(({ finding }) => finding.kind === 'gap');
  const lines = findings.map(({ finding, references }) => `${inLine(finding)}  (${references.length} of ${answers.length}, ${references[0]})`);
  if (findings.length > 0 && (gap || !(options.anyway || options['dry-run']))) throw new Mistyped([...lines, gap ? `Nothing was sent. Fill in replies/${name}.md, which everybody gets as it is.` : 'Nothing was sent. Change the template, or send it with --anyway.'].join('\n'));
  const left = skipped.map(({ reference, why }) => `  ${reference}  ${why}`);

  if (options['dry-run']) {
    const first = answers[0];
    room.print({ incident: incident.id, template: name, wouldAnswer: answers.map(({ reference, subject, words }) => ({ reference, subject, words })), skipped, findings: findings.map(({ finding }) => finding) }, [...lines, `${answers.length} would be answered${answers.length > 0 ? `: ${answers.map(({ reference }) => reference).join(', ')}` : ''}.`, ...(left.length > 0 ? ['Not answered:', ...left] : []), ...(first === undefined ? [] : [`\nTo ${first.reference}: ${first.subject}\n\n${first.words}`])].join('\n'));
    return 0;
  }
  let sent = 0;
  for (const { id: ticket, subject, words, merged } of answers) {
    const { added } = await reply(desk, ticket, by, { words, subject, template: name, articles: options.article, then: options.resolve && !merged ? 'resolve' : undefined, solved: { insight, learned: options.learned }, once: once(ticket) });
    if (added.length > 0) sent += 1;
  }
  room.print({ incident: incident.id, template: name, answered: sent, skipped }, [`${sent} ${sent === 1 ? 'answer goes' : 'answers go'} out.`, ...(left.length > 0 ? ['Not answered:', ...left] : [])].join('\n'));
  return 0;
}
