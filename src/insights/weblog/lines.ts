/** One line of a web server's log: nginx and Apache, common and combined, and Caddy's JSON. */

export interface LogLine {
  /** Milliseconds. */
  readonly at: number;
  /** Whose request it was; for the digest of a visit alone, and kept nowhere. */
  readonly client: string;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly status: number;
  /** Missing in the common format. */
  readonly agent: string | undefined;
}

/** `address - user [10/Oct/2026:13:55:36 -0700] "GET /path HTTP/1.1" 200 2326 "referrer" "agent"`, the last two only in the combined format; a virtual host may stand before it. */
const COMMON = /^(?:\S+:\d+ )?(\S+) \S+ .*?\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})\] "([A-Z]+) (\S+)[^"]*" (\d{3}) \S+(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @returns `undefined` for what is no request */
export function readLogLine(line: string): LogLine | undefined {
  return line.startsWith('{') ? fromCaddy(line) : fromCommon(line);
}

function fromCommon(line: string): LogLine | undefined {
  const [found, client = '', day = '', month = '', year = '', time = '', hours = '', minutes = '', method = '', target = '', status = '', agent] = COMMON.exec(line) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (found === undefined || number === 0) return undefined;
  const at = Date.parse(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`);
  const path = pathOf(target);
  // A dash stands for a browser that did not say what it is.
  return Number.isNaN(at) || path === undefined ? undefined : { at, client, method, path, status: Number(status), agent: agent === '-' ? '' : agent };
}

interface CaddyLine {
  readonly ts?: unknown;
  readonly status?: unknown;
  readonly request?: { readonly remote_ip?: unknown; readonly client_ip?: unknown; readonly method?: unknown; readonly uri?: unknown; readonly headers?: { readonly 'User-Agent'?: unknown } };
}

function fromCaddy(line: string): LogLine | undefined {
  let told: CaddyLine;
  try {
    told = JSON.parse(line) as CaddyLine;
  } catch {
    return undefined;
  }
  const { ts, status, request } = told;
  // Seconds unless the operator chose another writing of time.
  const at = typeof ts === 'number' ? Math.round(ts * 1_000) : typeof ts === 'string' ? Date.parse(ts) : NaN;
  const path = typeof request?.uri === 'string' ? pathOf(request.uri) : undefined;
  if (Number.isNaN(at) || path === undefined || typeof status !== 'number' || typeof request?.method !== 'string') return undefined;
  const agents = request.headers?.['User-Agent'];
  return { at, client: String(request.client_ip ?? request.remote_ip ?? ''), method: request.method, path, status, agent: Array.isArray(agents) ? String(agents[0] ?? '') : '' };
}

function pathOf(target: string): string | undefined {
  const path = target.replace(/^https?:\/\/[^/]+/, '').replace(/[?#].*$/, '');
  if (!path.startsWith('/')) return undefined;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
