import { expect, test } from 'vitest';
import { activePart } from '../../src/catalog/drawing.ts';
import { problemsOf, withBody } from './trees.ts';

const drawing = (inside: string, attributes = '') => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"${attributes}>${inside}</svg>`;

test.each([
  ['shapes and text', drawing('<g id="a"><path d="M0 0h9v9z" fill="#06c"/><text x="1" y="5">on click = 5 &lt; 9</text></g>')],
  ['a head as programs write it', `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<!-- made by <hand> -->\n${drawing('<rect width="9" height="9"/>')}`],
  ['a paint and a shape used twice', drawing('<defs><linearGradient id="p"/></defs><use href="#a"/><rect fill="url(#p)" style="clip-path:url(\'#c\')"/>')],
  ['a style of its own', drawing('<style>.a{fill:#06c} .b{fill:url(#p)}</style><path class="a"/>')],
  ['a picture inside', drawing('<image href="data:image/png;base64,AAAA"/>')],
  ['what an editor notes down', `<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1.3"><metadata><title>Plan</title></metadata></svg>`],
  ['a style in a marked section', drawing('<style><![CDATA[ .a > .b { fill: red } ]]></style>')],
])('%s is a drawing', (_, svg) => expect(activePart(svg)).toBeUndefined());

test.each([
  ['a script', drawing('<script>alert(1)</script>')],
  ['a script in capitals', drawing('<SCRIPT>alert(1)</SCRIPT>')],
  ['a script under a prefix', '<a:svg xmlns:a="http://www.w3.org/2000/svg"><a:script>alert(1)</a:script></a:svg>'],
  ['a script from elsewhere', drawing('<script href="https://evil.example/x.js"/>')],
  ['HTML in a foreign object', drawing('<foreignObject><p>Text</p></foreignObject>')],
  ['HTML under a prefix', drawing('<h:p xmlns:h="http://www.w3.org/1999/xhtml">Text</h:p>')],
  ['an event', drawing('', ' onload="alert(1)"')],
  ['an event after a line break', drawing('<path\nonclick\n=\n"alert(1)"/>')],
  ['an event in single quotes', drawing("<path onclick='alert(1)'/>")],
  ['an event after a sign that looks like the end', drawing('<path d=">" onclick="alert(1)"/>')],
  ['a link that is code', drawing('<a href="javascript:alert(1)"><path/></a>')],
  ['a link that is code under a prefix', drawing('<a xlink:href="javascript:alert(1)"><path/></a>')],
  ['a link that is code, in entities', drawing('<a href="java&#x73;cript:alert(1)"><path/></a>')],
  ['a link that is code, with a line break', drawing('<a href="java&#10;script:alert(1)"><path/></a>')],
  ['a link that leads away', drawing('<a href="https://evil.example/"><path/></a>')],
  ['a shape from elsewhere', drawing('<use href="other.svg#a"/>')],
  ['a picture from elsewhere', drawing('<image href="https://evil.example/x.png"/>')],
  ['a drawing inside as data', drawing('<image href="data:image/svg+xml,x"/>')],
  ['an address set later', drawing('<a href="#a"><set attributeName="href" to="javascript:alert(1)"/></a>')],
  ['an address that changes', drawing('<animate attributeName="href" values="javascript:alert(1)"/>')],
  ['a paint from elsewhere', drawing('<rect fill="url(https://evil.example/#p)"/>')],
  ['a style from elsewhere', drawing('<style>@import "https://evil.example/x.css";</style>')],
  ['a style from elsewhere in a marked section', drawing('<style><![CDATA[@import "x.css";]]></style>')],
  ['a style with an escaped address', drawing('<style>.a{fill:\\75rl(https://evil.example/)}</style>')],
  ['a font from elsewhere', drawing('<style>.a{background:url("https://evil.example/")}</style>')],
  ['an entity', `<!DOCTYPE svg [<!ENTITY x "&#60;script>alert(1)&#60;/script>">]>${drawing('&x;')}`],
  ['a style sheet before the drawing', `<?xml-stylesheet href="https://evil.example/x.css"?>${drawing('')}`],
  ['another encoding', `<?xml version="1.0" encoding="utf-7"?>${drawing('')}`],
  ['a tag that never ends', `${drawing('')}<script`],
  ['a tag with an open quote', drawing('<path d="M0 0 onclick=x><script>')],
])('%s is more than a drawing', (_, svg) => expect(activePart(svg)).toBeTypeOf('string'));

test('every drawing of the tree is looked at, dark twins and unused ones, and the error says what was found', () => {
  const found = problemsOf({
    ...withBody('![A plan](./plan.svg)\n'),
    'articles/billing/plan.svg': drawing('<path/>'),
    'articles/billing/plan.dark.svg': drawing('<script/>'),
    'articles/account/unused.SVG': drawing('', ' onload="x"'),
    'articles/account/wide.svg': Buffer.from(`\uFEFF${drawing('<script/>')}`, 'utf16le'),
  });
  expect(found.map(({ code, file, value }) => [code, file, value])).toEqual([
    ['image/active-svg', 'articles/account/unused.SVG', 'onload'],
    ['image/active-svg', 'articles/account/wide.svg', 'bytes that are not UTF-8'],
    ['image/active-svg', 'articles/billing/plan.dark.svg', '<script>'],
  ]);
});
