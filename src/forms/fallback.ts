/** Where to write when a form cannot be sent. */
import type { Channel } from '../catalog/schema.ts';

/** A channel's own address, `mailto:` or the first of its special ones. */
export function mailOf({ href, addresses }: Pick<Channel, 'href' | 'addresses'>): string | undefined {
  return href?.startsWith('mailto:') ? href.slice('mailto:'.length) : addresses[0]?.email;
}

/** A form's address: its own, its channel's, else that of the first channel that has one. */
export function fallbackOf(form: { readonly fallback?: string | undefined; readonly channel: string }, channels: readonly { readonly id: string; readonly mail?: string | undefined }[]): string | undefined {
  return form.fallback ?? channels.find(({ id }) => id === form.channel)?.mail ?? channels.find(({ mail }) => mail !== undefined)?.mail;
}
