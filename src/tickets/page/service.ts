/** From the browser to the service: acts on a requester's own ticket. */
import type { OwnView } from './view.ts';

export type Answer = { readonly kind: 'view'; readonly view: OwnView } | { readonly kind: 'withdrawn' } | { readonly kind: 'nothing' } | Problem;

/** It was not done, and may be tried again. */
export type Problem =
  | { readonly kind: 'offline' | 'unavailable' | 'tooMany' | 'tooLarge' }
  /** The ticket is past that; the words are the service's. */
  | { readonly kind: 'tooLate'; readonly words: string }
  | { readonly kind: 'invalid'; readonly fields: Readonly<Record<string, string>> };

/** Files over a hospital's slow line take their time. */
const PATIENCE_MS = 120_000;

/** @param act empty to look */
export async function ask(action: string, act: string, values: Readonly<Record<string, string>>, files: readonly File[] = []): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(act === '' ? action : `${action}/${act}`, {
      method: 'POST',
      headers: { accept: 'application/json', ...(files.length > 0 ? {} : { 'content-type': 'application/json' }) },
      body: files.length > 0 ? asForm(values, files) : JSON.stringify(values),
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return { kind: navigator.onLine ? 'unavailable' : 'offline' };
  }
  const body = (await response.json().catch(() => ({}))) as Partial<OwnView> & { withdrawn?: boolean; message?: string; fields?: Record<string, string> };
  switch (response.status) {
    case 200:
      return body.withdrawn === true ? { kind: 'withdrawn' } : { kind: 'view', view: body as OwnView };
    case 404:
      return { kind: 'nothing' };
    case 409:
      return { kind: 'tooLate', words: body.message ?? '' };
    case 400:
    case 422:
      return { kind: 'invalid', fields: body.fields ?? {} };
    case 413:
      return { kind: 'tooLarge' };
    case 429:
      return { kind: 'tooMany' };
    default:
      return { kind: 'unavailable' };
  }
}

function asForm(values: Readonly<Record<string, string>>, files: readonly File[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  for (const file of files) form.append('files', file, file.name);
  return form;
}
