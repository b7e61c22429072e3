/** Changes one field of an article's first lines and leaves every other character as its author wrote it. */

/** Sets a field whose value is one word; a field that is not there yet comes after `after`. */
export function setField(source: string, field: string, value: string, after: string): string {
  const end = source.indexOf('\n---', 4);
  const head = source.slice(0, end);
  const tail = source.slice(end);
  const line = new RegExp(`^${field}:[ \\t]*[^\\n#]*?([ \\t]+#[^\\n]*)?$`, 'm');
  if (line.test(head)) return head.replace(line, (_, comment: string | undefined) => `${field}: ${value}${comment ?? ''}`) + tail;
  const anchor = new RegExp(`^${after}:[^\\n]*$`, 'm');
  return anchor.test(head) ? head.replace(anchor, (found) => `${found}\n${field}: ${value}`) + tail : `${head}\n${field}: ${value}${tail}`;
}

/** Adds an item to a field that is a list, in the form in which the list stands. */
export function addToList(source: string, field: string, item: string): string {
  const end = source.indexOf('\n---', 4);
  const head = source.slice(0, end);
  const tail = source.slice(end);
  const inline = new RegExp(`^${field}:[ \\t]*\\[([^\\]]*)\\]`, 'm');
  if (inline.test(head)) return head.replace(inline, (_, items: string) => `${field}: [${[...items.split(',').map((one) => one.trim()).filter(Boolean), item].join(', ')}]`) + tail;
  const block = new RegExp(`^${field}:[ \\t]*\\n((?:[ \\t]*- .*(?:\\n|$))+)`, 'm');
  const found = block.exec(head);
  if (found?.[1] !== undefined) {
    const indent = /^[ \t]*/.exec(found[1])?.[0] ?? '  ';
    return `${head.slice(0, found.index)}${found[0].trimEnd()}\n${indent}- ${item}${head.slice(found.index + found[0].trimEnd().length)}${tail}`;
  }
  return `${head}\n${field}:\n  - ${item}${tail}`;
}
