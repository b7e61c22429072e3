/** As much of GitHub's and GitLab's interface as the recipes use, on this computer: comments and issues in memory. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Entry {
  readonly id: number;
  body: string;
  title: string;
  state: string;
  labels: string;
}

export interface Forge {
  readonly url: string;
  readonly comments: Entry[];
  readonly issues: Entry[];
  /** Method and path of every question, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export const TOKEN = 'a-token-of-this-test';

/** One route: what a method does at a path. */
type Answer = (parts: readonly string[], fields: Readonly<Record<string, string>>, search: URLSearchParams) => unknown;

export async function startForge(): Promise<Forge> {
  // Others write, too, and an issue may be a pull request.
  const comments: Entry[] = [{ id: 1, body: 'Looks good to me.', title: '', state: '', labels: '' }];
  const issues: Entry[] = [];
  const asked: string[] = [];
  const add = (list: Entry[], fields: Readonly<Record<string, string>>) => {
    const entry = { id: list.length + 1, state: 'open', title: fields['title'] ?? '', labels: fields['labels'] ?? '', body: fields['body'] ?? fields['description'] ?? '' };
    list.push(entry);
    return entry;
  };
  const change = (list: Entry[], id: string | undefined, fields: Readonly<Record<string, string>>) => {
    const entry = list.find((one) => one.id === Number(id));
    if (entry === undefined) return undefined;
    entry.body = fields['body'] ?? fields['description'] ?? entry.body;
    entry.state = fields['state'] ?? (fields['state_event'] === 'close' ? 'closed' : entry.state);
    return entry;
  };
  const open = () => issues.filter(({ state }) => state === 'open').map((one) => ({ ...one, number: one.id, iid: one.id }));
  const routes: readonly [pattern: RegExp, answer: Answer][] = [
    [/^GET \/repos\/team\/help\/issues\/7\/comments$/, () => comments],
    [/^POST \/repos\/team\/help\/issues\/7\/comments$/, (_, fields) => add(comments, fields)],
    [/^PATCH \/repos\/team\/help\/issues\/comments\/(\d+)$/, ([id], fields) => change(comments, id, fields)],
    [/^GET \/repos\/team\/help\/issues$/, (_, __, search) => (search.get('creator') === 'github-actions[bot]' && search.get('state') === 'open' ? open() : undefined)],
    [/^POST \/repos\/team\/help\/issues$/, (_, fields) => add(issues, fields)],
    [/^PATCH \/repos\/team\/help\/issues\/(\d+)$/, ([id], fields) => change(issues, id, fields)],
    [/^GET \/projects\/42\/merge_requests\/7\/notes$/, () => comments],
    [/^POST \/projects\/42\/merge_requests\/7\/notes$/, (_, fields) => add(comments, fields)],
    [/^PUT \/projects\/42\/merge_requests\/7\/notes\/(\d+)$/, ([id], fields) => change(comments, id, fields)],
    [/^GET \/projects\/42\/issues$/, (_, __, search) => (search.get('state') === 'opened' ? open().filter(({ labels }) => labels === search.get('labels')) : undefined)],
    [/^POST \/projects\/42\/issues$/, (_, fields) => add(issues, fields)],
    [/^PUT \/projects\/42\/issues\/(\d+)$/, ([id], fields) => change(issues, id, fields)],
  ];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://forge');
      const line = `${request.method} ${pathname}`;
      asked.push(line);
      const allowed = request.headers.authorization === `Bearer ${TOKEN}` || request.headers['private-token'] === TOKEN;
      const fields = text.startsWith('{') ? (JSON.parse(text) as Record<string, string>) : Object.fromEntries(new URLSearchParams(text));
      const route = routes.find(([pattern]) => pattern.test(line));
      const answer = allowed ? route?.[1](route[0].exec(line)!.slice(1), fields, searchParams) : undefined;
      response.writeHead(answer === undefined ? (allowed ? 404 : 401) : request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { message: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, comments, issues, asked, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
