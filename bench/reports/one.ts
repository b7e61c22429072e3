/** One report in a process of its own, as the command makes it: its time and the most memory it took, on standard output. */
import { createHash } from 'node:crypto';
import { readDesk } from '../../src/insights/command.ts';
import { reportText } from '../../src/insights/formats.ts';
import { makeReport } from '../../src/insights/make.ts';
import { lastWindow } from '../../src/insights/window.ts';
import { openStore, storeSettings } from '../../src/store/open.ts';

const [what = 'text', now = ''] = process.argv.slice(2);
const desk = readDesk();
const store = await openStore(storeSettings(process.env));
const window = lastWindow('weekly', desk.catalog.site.timeZone, Number(now));
const { report, pictures } = await makeReport(store, desk, { period: 'weekly', window, insights: desk.insights });
let text = reportText(report);
if (what === 'html') {
  const { reportPage } = await import('../../src/insights/page/report-page.ts');
  text = await reportPage({ report, pictures: await pictures(), site: desk.catalog.site, now: Number(now) });
}
await store.close();
const figures = report.sections.flatMap(({ rows }) => rows.map(({ measure: { id, value, n } }) => [id, value, n]));
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
// Since the process began.
console.log(JSON.stringify({ milliseconds: performance.now(), processor: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1_024, bytes: text.length, digest: createHash('sha256').update(text).digest('hex'), figures }));
