/** One YAML file of the content tree, read and held against its schema. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { mergeProblem, readText } from './content-files.ts';
import type { Diagnostic } from './diagnostic.ts';
import { readYaml } from './yaml.ts';

export interface DataFile<T> {
  readonly value: T;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** @returns `undefined` when the file is missing or wrong, which is reported */
export function readDataFile<Schema extends z.ZodType>(root: string, file: string, schema: Schema, report: (diagnostic: Diagnostic) => void): DataFile<z.output<Schema>> | undefined {
  if (!existsSync(join(root, file))) {
    report({ code: 'content/missing-file', severity: 'error', file, line: 1, message: 'This file is needed.', remedy: `Create ${file}.` });
    return undefined;
  }
  const text = readText(root, file, report);
  const merge = text === undefined ? undefined : mergeProblem(file, text);
  if (merge !== undefined) report(merge);
  return text === undefined || merge !== undefined ? undefined : readYaml({ file, text, linesBefore: 0 }, schema, report);
}

/** The same for a file that may be missing: then its schema reads an empty one. */
export function readOptionalDataFile<Schema extends z.ZodType>(root: string, file: string, schema: Schema, report: (diagnostic: Diagnostic) => void): DataFile<z.output<Schema>> | undefined {
  return existsSync(join(root, file)) ? readDataFile(root, file, schema, report) : { value: schema.parse({}), lineOf: () => 1 };
}
