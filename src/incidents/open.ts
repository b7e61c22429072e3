/** Open incidents as far as a question is compared with them, from the status page's own JSON. */

/** A row of `summary.json`, which may be anybody's Statuspage: only what is read here. */
export interface SummaryIncident {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly impact: string;
  readonly shortlink: string;
  readonly started_at?: string | null | undefined;
  readonly components?: readonly { readonly id: string; readonly name: string }[] | null | undefined;
  readonly incident_updates?: readonly { readonly body: string; readonly status: string; readonly created_at: string }[] | null | undefined;
}

export interface Summary {
  readonly page?: { readonly updated_at?: string | undefined } | undefined;
  readonly components: readonly { readonly id: string; readonly name: string; readonly status: string; readonly group?: boolean | undefined }[];
  readonly incidents: readonly SummaryIncident[];
}

/** A part of the product as the status page names it. */
export interface Part {
  readonly id: string;
  readonly name: string;
}

export interface OpenIncident {
  readonly id: string;
  readonly title: string;
  /** investigating, identified, monitoring */
  readonly state: string;
  /** Its page. */
  readonly link: string;
  readonly startedAt: number | undefined;
  readonly parts: readonly Part[];
  /** Whether it is about every part there is. */
  readonly everything: boolean;
  /** What was said about it, newest first. */
  readonly updates: readonly { readonly text: string; readonly at: number }[];
}

const OVER = new Set(['resolved', 'postmortem', 'completed']);

/** Incidents that are open and hurt somebody, newest first as the status page has them. */
export function openIncidents({ components, incidents }: Summary): OpenIncident[] {
  const all = components.filter(({ group }) => group !== true).length;
  return incidents
    .filter(({ status, impact }) => !OVER.has(status) && impact !== 'none')
    .map(({ id, name, status, shortlink, started_at, components: parts, incident_updates: updates }) => ({
      id,
      title: name,
      state: status,
      link: shortlink,
      startedAt: instantOf(started_at),
      parts: (parts ?? []).map(({ id: part, name: called }) => ({ id: part, name: called })),
      everything: all > 1 && (parts ?? []).length >= all,
      updates: (updates ?? []).map(({ body, created_at }) => ({ text: body, at: instantOf(created_at) ?? 0 })),
    }));
}

/** The address may lead to anybody's page; only what has the contract's lists is read. */
export function isSummary(said: unknown): said is Summary {
  const { components, incidents } = (said ?? {}) as Partial<Summary>;
  return Array.isArray(components) && Array.isArray(incidents);
}

function instantOf(text: string | null | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
