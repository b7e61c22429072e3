/** `npm run bench`: what we promise about speed, measured beside others in the same run. */
import { machineLine, save, textOf, type Measurement } from './measure/report.ts';
import { argumentsOf } from '../scripts/arguments.ts';

const HELP = `npm run bench -- <what> [options]

  build        a build of made-up articles, cold and after one edit, beside Starlight
  publish      one edit among 5,000 articles: recorded, built, indexed, checked
  pages        pages per second from our process, beside nginx and others
  lighthouse   the performance score of the home page and an article
  checks       links, addresses and dates of 2,000 pages, beside linkinator
  status       an incident's way to its readers, and their polling, beside nginx
  votes        durable votes a second, beside bare inserts
  events       durable events of readers a second, beside bare inserts
  reports      the weekly report of 1,000,000 events and 100,000 tickets, on both databases
  tickets      durable tickets a second, whole intake, beside the same rows one by one
  processes    three processes on one PostgreSQL behind nginx, beside one
  subscribers  one update handed to a mail server for 10,000 subscribers, also with kills
  sla          deadlines a second beside slower ways, and 100,000 open tickets
  watch        which ticket is due next, and one look of the watch over promises, of 100,000
  signals      the early signal: calls for nothing, minutes until a call, one look
  search       a reader's wait for answers and its bytes, beside Pagefind alone and Starlight

  --runs N      measured runs (default: 3, lighthouse 5, search 10, signals 2)
  --articles N  build, checks, publish: how many articles (default 1000, checks 2000, publish 5000); search: sizes (default 40,1000,5000;
                40 is the real content)
  --tickets N   sla, watch, signals: how many open tickets; tickets: how many are stored before (default 100000)
  --subscribers N  subscribers: how many (default 10000)
  --events N    reports: how many events of readers (default 1000000)
  --sidebar S   build: Starlight's sidebar, full or small (default full)
  --seconds N   pages: length of each run (default 8)
  --json        every number, for programs
  --save        also writes the result into bench/results/
  --help        this text

Rivals are installed on first use, into var/bench/. bench/README.md says what is compared and why it is fair.
Exit codes: 0 measured, 2 could not run.`;

const { values, positionals } = argumentsOf('npm run bench', {
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    articles: { type: 'string' },
    tickets: { type: 'string' },
    events: { type: 'string' },
    subscribers: { type: 'string' },
    sidebar: { type: 'string', default: 'full' },
    seconds: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const SUBJECTS: Readonly<Record<string, () => Promise<Measurement>>> = {
  build: async () => {
    const { benchBuild } = await import('./build.ts');
    return benchBuild({ articles: count('articles', values.articles ?? '1000'), runs: count('runs', values.runs ?? '3'), sidebar: sidebar(values.sidebar) });
  },
  publish: async () => {
    const { benchPublish } = await import('./publish.ts');
    return benchPublish({ articles: count('articles', values.articles ?? '5000'), runs: count('runs', values.runs ?? '3') });
  },
  pages: async () => {
    const { benchPages } = await import('./pages.ts');
    return benchPages({ runs: count('runs', values.runs ?? '3'), seconds: count('seconds', values.seconds) });
  },
  checks: async () => {
    const { benchChecks } = await import('./checks.ts');
    return benchChecks({ articles: count('articles', values.articles ?? '2000'), runs: count('runs', values.runs ?? '3') });
  },
  watch: async () => {
    const { benchWatch } = await import('./watch.ts');
    return benchWatch({ runs: count('runs', values.runs ?? '5'), tickets: count('tickets', values.tickets ?? '100000') });
  },
  signals: async () => {
    const { benchSignals } = await import('./signals.ts');
    return benchSignals({ runs: count('runs', values.runs ?? '2'), tickets: count('tickets', values.tickets ?? '100000') });
  },
  status: async () => {
    const { benchStatus } = await import('./status.ts');
    return benchStatus({ runs: count('runs', values.runs ?? '3'), seconds: count('seconds', values.seconds), articles: count('articles', values.articles ?? '5000') });
  },
  events: async () => {
    const { benchEvents } = await import('./events.ts');
    return benchEvents({ runs: count('runs', values.runs ?? '3'), seconds: count('seconds', values.seconds) });
  },
  reports: async () => {
    const { benchReports } = await import('./reports.ts');
    return benchReports({ runs: count('runs', values.runs ?? '3'), events: count('events', values.events ?? '1000000'), tickets: count('tickets', values.tickets ?? '100000') });
  },
  votes: async () => {
    const { benchVotes } = await import('./votes.ts');
    return benchVotes({ runs: count('runs', values.runs ?? '3'), seconds: count('seconds', values.seconds) });
  },
  tickets: async () => {
    const { benchTickets } = await import('./tickets.ts');
    return benchTickets({ runs: count('runs', values.runs ?? '3'), seconds: count('seconds', values.seconds), stored: count('tickets', values.tickets ?? '100000') });
  },
  processes: async () => {
    const { benchProcesses } = await import('./processes.ts');
    return benchProcesses({ runs: count('runs', values.runs ?? '3'), seconds: count('seconds', values.seconds) });
  },
  search: async () => {
    const { benchSearch } = await import('./search.ts');
    return benchSearch({ sizes: (values.articles ?? '40,1000,5000').split(',').map((size) => count('articles', size)), runs: count('runs', values.runs ?? '10') });
  },
  subscribers: async () => {
    const { benchSubscribers } = await import('./subscribers.ts');
    return benchSubscribers({ runs: count('runs', values.runs ?? '3'), subscribers: count('subscribers', values.subscribers ?? '10000') });
  },
  sla: async () => {
    const { benchSla } = await import('./sla.ts');
    return benchSla({ runs: count('runs', values.runs ?? '3'), tickets: count('tickets', values.tickets ?? '100000') });
  },
  lighthouse: async () => {
    const { benchLighthouse } = await import('./lighthouse.ts');
    return benchLighthouse({ runs: count('runs', values.runs ?? '5') });
  },
};

if (values.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<0 | 2> {
  const subject = SUBJECTS[positionals[0] ?? ''];
  if (subject === undefined || positionals.length > 1) {
    console.error(`Say what to measure: ${Object.keys(SUBJECTS).join(', ')}. npm run bench -- --help says more.`);
    return 2;
  }
  try {
    const machine = machineLine();
    const measurement = await subject();
    console.log(values.json ? JSON.stringify({ machine, ...measurement }, null, 1) : textOf(measurement, machine));
    if (values.save) console.error(`Saved in ${save(measurement, machine)}`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1, not "${text}".`);
  return number;
}

function sidebar(text: string): 'full' | 'small' {
  if (text !== 'full' && text !== 'small') throw new Error(`--sidebar takes full or small, not "${text}".`);
  return text;
}
