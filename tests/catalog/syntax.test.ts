/** Every place at which a text cannot be read is told in one run, and nothing that only follows from another. */
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import { readMarkup } from '../../src/catalog/markup.ts';

function found(text: string): Diagnostic[] {
  const all: Diagnostic[] = [];
  expect(readMarkup('a.mdx', text, (one) => all.push(one))).toBeUndefined();
  return all;
}

test.each<[string, string, string[]]>([
  ['less-than signs of two paragraphs', 'BP <120 and\n\nBP <140\n', ['1:4 <120 and', '3:4 <140']],
  ['two of one line', 'a <= b and <3\n', ['1:3 <= b and <3', '1:12 <3']],
  ['braces', '{a b}\n\nx {c d} y {e f} z\n', ['1:1 {a b}', '3:3 {c d}', '3:11 {e f}']],
  ['braces over two lines', 'a {b\nc} d\n', ['1:3 {b']],
  ['a brace within braces', '{a {b} c}\n\n{d\n', ['1:1 {a {b} c}', '3:1 {d']],
  ['a sign of two units before a brace', '😀 {a b}\n', ['1:4 {a b}']],
  ['a tag that does not close, and a link below it', '<Callout>\n\n[x](foo.mdx)\n', ['1:1 <Callout>', '3 foo.mdx']],
  ['a tag that closes in another paragraph', 'Select <Ui>Save\n\nand</Ui>\n\n{a b}\n', ['1:8 <Ui>', '5:1 {a b}']],
  ['tags that cross', '<Callout>\n\n<Steps>\n\n1. One.\n\n</Callout>\n', ['7:1 </Callout>']],
  ['a tab that does not close in its tabs', '<Tabs>\n\n<Tab title="One">\n\nText.\n\n</Tabs>\n\n</b>\n', ['7:1 </Tabs>', '9:1 </b>']],
  ['a tag that closes in small letters', 'Select <Ui>Save</ui>.\n\nBP <120\n', ['1:16 </ui>', '3:4 <120']],
  ['an attribute without quotes, and a < below it', '<Figure src=./a.png alt="x" />\n\nBP <120\n', ['1:1 <Figure src=./a.png alt="x" />', '3:4 <120']],
  ['a tag without its end, with its closing tag', '<Callout\n\nText.\n\n</Callout>\n\n{a b}\n', ['1:1 <Callout', '7:1 {a b}']],
  ['code in an attribute', '<Callout kind={a b}>\n\nText.\n\n</Callout>\n', ['1:15 {a b}']],
  ['code in an attribute that does not end', '<Callout kind={note>\n\nText.\n\n</Callout>\n', ['1:1 <Callout kind={note>']],
  ['a comment of HTML with a tag in it', '<!-- <Callout> -->\n\nBP <120\n', ['1:1 <!-- <Callout> -->', '3:4 <120']],
  ['a note that does not close', 'Text.\n\n{/* later\n', ['3:1 {/* later']],
  ['a step outside of its tag, which did not close', '<Tabs>\n\nText.\n\n{a b}\n', ['1:1 <Tabs>', '5:1 {a b}']],
])('%s', (_, text, places) => {
  expect(found(text).map(({ line, column, value }) => `${line}${column === undefined ? '' : `:${column}`} ${value}`)).toEqual(places);
});

test.each([
  ['Select <Ui>Save</ui>.\n', '<Ui> of line 1 closes with its own name, capital letters too.', 'Write </Ui>.'],
  ['<Callout>\n\nText.\n\n</Calout>\n', '<Callout> of line 1 closes with its own name.', 'Write </Callout>.'],
  ['Select <Ui>Save</Ui\n\nText.\n', '<Ui> opens here and does not close in this paragraph.', 'Write </Ui> behind its content.'],
  ['<Callout kind={a b}>\n\nText.\n\n</Callout>\n', '<Callout> takes plain text in quotes, never code in curly braces.', 'Write kind="…".'],
  ['Text.\n\n{/* later\n', 'A note that readers do not see opens here and does not close.', 'Write */} at its end.'],
])('%j: %s', (text, message, remedy) => expect(found(text)[0]).toMatchObject({ message, remedy }));

test('a text with more mistakes than anybody mends at once comes to an end', () => {
  expect(found('BP <120\n\n'.repeat(500))).toHaveLength(20);
});
