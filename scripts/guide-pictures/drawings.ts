/** Drawings for the guide: shapes and text as SVG, light and dark with the reader's system. */

/** 14 px of a monospaced face, on every machine close enough. */
const LETTER = 8.43;
const LINE = 22;
const INSET = 20;

const STYLE = `<style>
:root{color-scheme:light dark}
.paper{fill:#fdfcfa;stroke:#d9d5cf}.panel{fill:#f4f2ee;stroke:#d9d5cf}.accent{fill:#12626f;stroke:none}.line{stroke:#8b8680;fill:none;stroke-width:1.5}
text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:#26231f}.small{font-size:13px;fill:#5b564f}.bold{font-weight:600}.on{fill:#fff;font-weight:600}
.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre}.error{fill:#a3271d;font-weight:600}.prompt{fill:#12626f;font-weight:600}
@media (prefers-color-scheme:dark){.paper{fill:#211f1c;stroke:#45413b}.panel{fill:#2b2925;stroke:#45413b}.accent{fill:#7cc7d3}.line{stroke:#98928a}text{fill:#ece8e1}.small{fill:#bdb7ae}.on{fill:#12201f}.error{fill:#ff9d8f}.prompt{fill:#7cc7d3}}
</style>`;

function svg(width: number, height: number, label: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${safe(label)}">
${STYLE}
<rect class="paper" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
${body}
</svg>
`;
}

function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function text(x: number, y: number, kind: string, words: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${safe(words)}</text>`;
}

/** What a terminal shows: lines that begin with $ were typed, the rest was answered. */
export function terminal(label: string, lines: readonly string[]): string {
  const width = Math.ceil(2 * INSET + LETTER * Math.max(...lines.map((line) => line.length)));
  const body = lines.map((line, index) => text(INSET, INSET + 14 + index * LINE, line.startsWith('$') ? 'mono prompt' : / {2}error {2}/.test(line) ? 'mono error' : 'mono', line));
  return svg(width, 2 * INSET + lines.length * LINE - 6, label, body.join('\n'));
}

/** A comment under a change: who says it, a heading, and the check's own words. */
export function comment(label: string, lines: readonly string[]): string {
  const width = Math.ceil(4 * INSET + LETTER * Math.max(...lines.map((line) => line.length)));
  const height = 110 + lines.length * LINE + INSET;
  const body = lines.map((line, index) => text(2 * INSET, 116 + index * LINE, / {2}error {2}/.test(line) ? 'mono error' : 'mono', line));
  return svg(width, height, label, [
    `<path class="panel" d="M.5 44.5V8.5a8 8 0 0 1 8-8H${width - 8.5}a8 8 0 0 1 8 8v36z"/>`,
    text(INSET, 28, 'small', 'The check, in your pull request'),
    text(INSET, 76, 'bold', 'Content check'),
    `<rect class="panel" x="${INSET}.5" y="90.5" width="${width - 2 * INSET - 1}" height="${lines.length * LINE + 18}" rx="6"/>`,
    ...body,
  ].join('\n'));
}

/** The way of a change from an idea to the page: five stations. */
export function way(): string {
  const stations: readonly [title: string, ...words: string[]][] = [
    ['Your branch', 'a copy in which', 'you write'],
    ['Pull request', '“please put this', 'into the help center”'],
    ['The check', 'tells what is wrong,', 'with its line'],
    ['A colleague', 'reads it and', 'selects Merge'],
    ['Published', 'the site is built', 'and online'],
  ];
  const [boxWidth, gap] = [152, 18];
  const body = stations.map(([title, ...words], index) => {
    const x = INSET + index * (boxWidth + gap);
    const arrow = index === 0 ? '' : `<path class="line" d="M${x - gap + 3} 66h${gap - 7}m-5-5 5 5-5 5"/>\n`;
    return `${arrow}<rect class="panel" x="${x}.5" y="${INSET}.5" width="${boxWidth - 1}" height="91" rx="6"/>\n${text(x + 12, 48, 'bold', title)}\n${words.map((line, at) => text(x + 12, 72 + at * 20, 'small', line)).join('\n')}`;
  });
  const back = INSET + 2 * (boxWidth + gap) + boxWidth / 2;
  const start = INSET + boxWidth / 2;
  const loop = `<path class="line" d="M${back} 112v22a8 8 0 0 1-8 8H${start + 8}a8 8 0 0 1-8-8v-20m-5 5 5-5 5 5"/>\n${text(start + 16, 162, 'small', 'Something is wrong? Change it in the same branch. The check looks again by itself.')}`;
  return svg(2 * INSET + 5 * boxWidth + 4 * gap, 180, 'A change goes from your branch to a pull request, to the check, to a colleague and to the published site.', [...body, loop].join('\n'));
}

/** The web editor in four steps, drawn: the real one looks a little different every year. */
export function webEditor(file: string): string {
  const [folder, name] = [file.slice(0, file.lastIndexOf('/') + 1), file.slice(file.lastIndexOf('/') + 1)];
  const button = (x: number, y: number, words: string) => `<rect class="accent" x="${x}" y="${y}" width="${Math.ceil(words.length * 9.2) + 26}" height="30" rx="6"/>${text(x + 13, y + 20, 'on', words)}`;
  const number = (x: number, y: number, digit: number) => `<circle class="accent" cx="${x}" cy="${y}" r="13"/><text class="on" x="${x}" y="${y + 5}" text-anchor="middle">${digit}</text>`;
  const field = (x: number, y: number, width: number, words: string) => `<rect class="paper" x="${x}.5" y="${y}.5" width="${width}" height="31" rx="6"/>${text(x + 10, y + 21, 'mono', words)}`;
  const panel = (x: number, y: number, height: number, digit: number, words: string, inside: string) => `<rect class="panel" x="${x}.5" y="${y}.5" width="419" height="${height}" rx="6"/>\n${number(x + 26, y + 28, digit)}${text(x + 50, y + 33, 'bold', words)}\n${inside}`;
  return svg(900, 372, `A drawing of the web editor: select Add file and Create new file, type ${name}, write the article, select Commit changes.`, [
    panel(20, 20, 130, 1, `In the folder ${folder}`, `${button(70, 86, 'Add file ▾')}<rect class="paper" x="190.5" y="78.5" width="176" height="60" rx="6"/>${text(204, 101, 'bold', 'Create new file')}${text(204, 125, 'small', 'Upload files')}`),
    panel(460, 20, 130, 2, 'Type the name of the file', `${text(486, 92, 'small', folder)}${field(486, 102, 240, name)}`),
    panel(20, 170, 182, 3, 'Write', `<rect class="paper" x="46.5" y="220.5" width="368" height="112" rx="6"/>${['---', 'id: abcd1234', 'kind: how-to', 'title: …'].map((line, at) => text(58, 246 + at * 22, 'mono', line)).join('')}`),
    panel(460, 170, 182, 4, 'Hand it in', `${button(486, 220, 'Commit changes…')}${text(486, 282, 'bold', '◉ Create a new branch and start a pull request')}${button(486, 302, 'Propose changes')}`),
  ].join('\n'));
}
