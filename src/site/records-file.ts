/** Incidents and maintenance of what a built site shows now: the newer status pages', else the build's own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordsFrom, type StatusRecords } from '../status/records.ts';
import { MANIFEST_FOLDER, NEWER_STATUS, RECORDS_FILE } from './manifest.ts';

/** Of the build alone, whatever was published since. @returns `undefined` for a site without status pages */
export function readBuiltRecordsOf(folder: string): StatusRecords | undefined {
  return readIn([join(folder, MANIFEST_FOLDER, RECORDS_FILE)]);
}

/** @returns `undefined` for a site without status pages */
export function readRecordsOf(folder: string): StatusRecords | undefined {
  return readIn([join(folder, NEWER_STATUS, MANIFEST_FOLDER, RECORDS_FILE), join(folder, MANIFEST_FOLDER, RECORDS_FILE)]);
}

function readIn(places: readonly string[]): StatusRecords | undefined {
  const place = places.find((one) => existsSync(one));
  return place === undefined ? undefined : recordsFrom(readFileSync(place, 'utf8'));
}
