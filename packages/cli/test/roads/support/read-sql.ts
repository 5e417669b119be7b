import { readFileSync } from 'node:fs'

/** The SQL of a file below `test/roads`. */
export function readSql(path: string): string {
  return readFileSync(new URL(`../${path}.sql`, import.meta.url), 'utf8')
}
