/** Every file that is made from declarations, by its path from the project's root. */
import { fileURLToPath } from 'node:url';
import { editorFiles } from './editor.ts';
import { componentsGuide, fieldsGuide } from './fields.ts';
import { jsonSchemas } from './json-schemas.ts';
import { rulesGuide } from './rules.ts';

export function generated(): Map<string, string> {
  return new Map([
    ...jsonSchemas(),
    ...editorFiles(),
    ['docs/authors/fields.md', fieldsGuide()],
    ['docs/authors/components.md', componentsGuide()],
    ['docs/authors/checks.md', rulesGuide(fileURLToPath(new URL('../catalog', import.meta.url)))],
  ]);
}
