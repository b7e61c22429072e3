/**
 * Colors for code, by class names (a style attribute would need a hole in the content security policy).
 *
 * Help articles have little code: these few languages are all that ship; any other is shown plain.
 */
import type { ElementContent } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import http from 'highlight.js/lib/languages/http';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

const lowlight = createLowlight({ bash, css, http, javascript, json, python, sql, typescript, xml, yaml });

/** The code as marked-up text, or as one plain text when the language is not known. */
export function highlight(code: string, language: string | undefined): ElementContent[] {
  if (language === undefined || !lowlight.registered(language)) return [{ type: 'text', value: code }];
  return lowlight.highlight(language, code, { prefix: 'code-' }).children as ElementContent[];
}
