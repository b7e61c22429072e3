/** A language server as an editor runs it: a process of its own, spoken to over its standard input and output. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface Squiggle {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
}

export interface Suggestion {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export interface Editor {
  open(file: string, language: string, text: string): void;
  squiggles(file: string): Promise<readonly Squiggle[]>;
  suggestions(file: string, line: number, character: number): Promise<readonly Suggestion[]>;
  /** What an editor tells of files that others write. */
  changed(file: string): void;
  close(): void;
}

/** Where the server of a package stands that a declared dependency brings along. */
export function serverOf(dependency: string, ...rest: readonly string[]): string {
  return rest.reduce((from, next) => createRequire(from).resolve(next), createRequire(import.meta.url).resolve(dependency));
}

/** @param settings what the server finds in .vscode/settings.json, by the first part of its names */
export async function startEditor(server: string, root: string, initializationOptions: unknown, settings: Readonly<Record<string, unknown>> = {}): Promise<Editor> {
  const process_ = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, (message: Message) => void>();
  const pushed = new Map<string, readonly Squiggle[]>();
  const uri = (file: string) => pathToFileURL(`${root}/${file}`).href;
  let last = 0;
  const send = (message: Message) => {
    const bytes = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    process_.stdin.write(`Content-Length: ${bytes.length}\r\n\r\n`);
    process_.stdin.write(bytes);
  };
  const ask = (method: string, params: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, ({ result, error }) => (error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`))));
      send({ id, method, params });
    });
  const answer = (message: Message) => {
    const { id, method, params } = message;
    if (method === undefined) return waiting.get(id ?? -1)?.(message);
    if (method === 'textDocument/publishDiagnostics') {
      const { uri: of, diagnostics } = params as { uri: string; diagnostics: readonly Squiggle[] };
      pushed.set(of, diagnostics);
    }
    if (id === undefined) return;
    const items = (params as { items?: readonly { section?: string }[] } | undefined)?.items;
    send({ id, result: method === 'workspace/configuration' ? items?.map(({ section }) => settings[section ?? ''] ?? null) : null });
  };
  let received = Buffer.alloc(0);
  process_.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(received.subarray(0, Math.max(head, 0)).toString())?.[1]);
      if (head === -1 || received.length < head + 4 + length) return;
      answer(JSON.parse(received.subarray(head + 4, head + 4 + length).toString()) as Message);
      received = received.subarray(head + 4 + length);
    }
  });
  const folder = pathToFileURL(root).href;
  const capabilities = {
    workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true },
    textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } }, publishDiagnostics: {} },
  };
  await ask('initialize', { processId: process.pid, rootUri: folder, workspaceFolders: [{ uri: folder, name: 'bedside' }], capabilities, initializationOptions });
  send({ method: 'initialized', params: {} });

  return {
    open: (file, languageId, text) => send({ method: 'textDocument/didOpen', params: { textDocument: { uri: uri(file), languageId, version: 1, text } } }),
    squiggles: async (file) => {
      try {
        return ((await ask('textDocument/diagnostic', { textDocument: { uri: uri(file) } })) as { items: readonly Squiggle[] }).items;
      } catch {
        // An older protocol: the server tells by itself.
        while (!pushed.has(uri(file))) await new Promise((resolve) => setTimeout(resolve, 20));
        return pushed.get(uri(file))!;
      }
    },
    suggestions: async (file, line, character) => {
      const found = (await ask('textDocument/completion', { textDocument: { uri: uri(file) }, position: { line, character } })) as { items?: readonly Suggestion[] } | readonly Suggestion[] | null;
      return Array.isArray(found) ? (found as readonly Suggestion[]) : ((found as { items?: readonly Suggestion[] } | null)?.items ?? []);
    },
    changed: (file) => send({ method: 'workspace/didChangeWatchedFiles', params: { changes: [{ uri: uri(file), type: 2 }] } }),
    close: () => void process_.kill(),
  };
}
