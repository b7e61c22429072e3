/** Names of files as people gave them, made harmless and still recognizable. */

const LONGEST = 100;

/** What no name needs: control characters, marks that turn the direction of reading, invisible ones, and what folders and shells read. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}"*:<>?|`$;&#%{}]/gu;

/**
 * A name without folders, with the ending of what the file really is.
 *
 * @param ending with its dot; what stood there instead is kept before it when it said something else
 */
export function cleanName(given: string, ending: string, sameEndings: readonly string[] = [ending]): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(HARMFUL, '').replaceAll(/\s+/g, ' ').replace(/^[.\s~-]+/, '').replace(/[.\s]+$/, '');
  const same = sameEndings.find((one) => plain.toLowerCase().endsWith(one));
  const stem = (same === undefined ? plain.replaceAll('.', '_') : plain.slice(0, -same.length)).slice(0, LONGEST).trim();
  return `${stem === '' ? 'file' : stem}${same ?? ending}`;
}
