/** The status page in English. */

/** `Log-in`, `Log-in and Search`, `Log-in, Search and Email`. */
function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const statusEn = {
  title: (product: string) => `${product} status`,
  description: (product: string) => `Whether ${product} works right now, what is broken, since when, and when you hear next.`,
  skip: 'Skip to the status',
  now: 'Status',
  history: 'History',
  helpCenter: 'Help center',
  list,
  banner: {
    allWell: 'All systems are operational',
    looking: 'We are looking into a problem',
    watching: 'A fix is in place, and we are watching the result',
    all: {
      'major outage': 'Everything is down',
      'partial outage': 'Everything works for some people only',
      'degraded performance': 'Everything is slow or unreliable',
      'under maintenance': 'Everything is under maintenance',
    },
    some: {
      'major outage': (what: string, one: boolean) => `${what} ${one ? 'is' : 'are'} down`,
      'partial outage': (what: string, one: boolean) => `${what} ${one ? 'works' : 'work'} for some people only`,
      'degraded performance': (what: string, one: boolean) => `${what} ${one ? 'is' : 'are'} slow or unreliable`,
      'under maintenance': (what: string, one: boolean) => `${what} ${one ? 'is' : 'are'} under maintenance`,
    },
    count: (n: number, all: number) => `${n} of ${all} parts`,
  },
  states: {
    operational: 'Operational',
    'under maintenance': 'Under maintenance',
    'degraded performance': 'Degraded performance',
    'partial outage': 'Partial outage',
    'major outage': 'Major outage',
    unknown: 'Not recorded',
  },
  incidentStates: { investigating: 'Investigating', identified: 'Identified', monitoring: 'Monitoring', resolved: 'Resolved', postmortem: 'Post-mortem' },
  maintenanceStates: { scheduled: 'Scheduled', 'in progress': 'In progress', verifying: 'Verifying', completed: 'Completed' },
  impacts: { none: 'No impact', minor: 'Minor', major: 'Major', critical: 'Critical' },
  asOf: 'As of',
  openTitle: 'What is wrong now',
  since: 'Since',
  affects: 'Affects',
  nextUpdateBy: 'Next update by',
  overdue: (time: string) => `The next update was promised for ${time} and is overdue.`,
  allUpdates: (n: number) => `All ${n} updates`,
  runningTitle: 'Maintenance now',
  upcomingTitle: 'Planned maintenance',
  begun: 'The maintenance has begun.',
  ended: 'The maintenance is complete.',
  until: 'to',
  partsTitle: 'Parts of the product',
  uptime: (share: string) => `${share} uptime`,
  noUptime: 'Not recorded yet',
  barsLabel: (name: string, days: number, trouble: readonly string[]) =>
    `${name}, the last ${days} days: ${trouble.length === 0 ? 'nothing recorded but normal operation' : trouble.join('; ')}`,
  daysAgo: (n: number) => `${n} days ago`,
  today: 'Today',
  formula:
    'Uptime is the recorded time less the downtime, divided by the recorded time. A major outage counts in full, a partial outage at 30 %. Degraded performance and planned maintenance do not count. Time before we began to record is left out: it never counts as up.',
  pastTitle: 'Past incidents',
  noPast: (days: number) => `No incidents in the past ${days} days.`,
  more: (n: number) => `${n} more in the history`,
  fullHistory: 'All incidents by month',
  months: 'Incidents by month',
  noneInMonth: 'No incidents in this month.',
  countInMonth: (incidents: number, works: number) =>
    [incidents === 1 ? '1 incident' : `${incidents} incidents`, ...(works === 0 ? [] : [works === 1 ? '1 maintenance' : `${works} maintenances`])].join(', '),
  noRecords: 'Nothing has been recorded yet.',
  newer: 'Newer',
  older: 'Older',
  maintenance: 'Maintenance',
  when: 'When',
  duration: 'Lasted',
  minutes: (n: number) => (n < 60 ? `${n} min` : n % 60 === 0 ? `${n / 60} h` : `${Math.floor(n / 60)} h ${n % 60} min`),
  postmortem: 'Post-mortem',
  timeline: 'Timeline',
  sample: 'Example: this never happened.',
  follow: 'Follow',
  feeds: { atom: 'Atom feed', rss: 'RSS feed', calendar: 'Maintenance calendar', badge: 'Badge', api: 'JSON' },
  zoneNote: (zone: string) => `Times are in ${zone}.`,
  /** Words for the script: they travel in the page. */
  script: {
    yourTime: 'your time',
    checked: 'Checked',
    unreachable: 'The newest state cannot be reached. What you see is the state of',
    offline: 'You are offline. What you see is the state of',
    changed: 'The status has changed:',
  },
  notFound: { title: 'This page is not here', lead: 'The address may be old or mistyped.', back: 'See the current status' },
  notice: {
    details: 'Details',
    hide: 'Hide',
    region: 'Status notice',
    label: 'Status of',
    more: (n: number | string) => `and ${n} more`,
  },
};

export type StatusTexts = typeof statusEn;
