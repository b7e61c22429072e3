/** What the service needs to know of a built site. Written beside it, so that both are always of one build. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { formSchema } from '../catalog/support/forms-schema.ts';

export const MANIFEST_FILE = 'site.json';
/** A folder of the built site that no server shows: names that begin with a dot are refused. */
export const MANIFEST_FOLDER = '.bedside';
/** Status pages newer than the build's, to be shown in their place; a link. */
export const NEWER_STATUS = join(MANIFEST_FOLDER, 'status');
/** Incidents and maintenance as data, beside the manifest and again with newer status pages. */
export const RECORDS_FILE = 'records.json';
/** Where status pages stand in a built help center. Nothing else does. */
export const STATUS_ADDRESSES = /^\/(status|api\/v2)\//;

export const manifestSchema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  url: z.url(),
  base: z.string(),
  locale: z.string(),
  articles: z.array(
    z.strictObject({
      id: z.string(),
      address: z.string(),
      title: z.string(),
      category: z.string(),
      revision: z.string(),
      /** Parts of the product that it is about, as the status page names them. */
      components: z.array(z.string()).optional(),
    }),
  ),
  /** Old address → new address, without base. */
  redirects: z.record(z.string(), z.string()),
  /** Missing for a site that takes no messages, such as status pages alone. */
  contact: z
    .strictObject({
      /** As the pages were made from them, in their order. */
      forms: z.array(formSchema.extend({ id: z.string() })),
      /** Where a message may go, by the id that forms name; `mail` is offered when a form cannot be sent. */
      channels: z.array(z.strictObject({ id: z.string(), title: z.string(), kind: z.string(), mail: z.string().optional(), hours: z.string().optional() })),
      /** The team's. */
      timeZone: z.string(),
    })
    .optional(),
  /** Origins that pages may speak to, for the origin check and CORS. */
  origins: z.array(z.string()),
});

export type Manifest = z.output<typeof manifestSchema>;

/** Whether a folder holds a whole built site. */
export function isFinished(folder: string): boolean {
  return existsSync(join(folder, MANIFEST_FOLDER, MANIFEST_FILE));
}
