import { randomUUID } from 'node:crypto'

/** Stands in front of a number's digits while it travels through `JSON.parse` as a string. Nobody can guess it. */
const mark = `number-${randomUUID()}:`
const marked = new RegExp(`"${mark}([^"]*)"`, 'g')
/** What tells strings from numbers. (A pattern for whole strings would overflow the stack on long ones.) */
const tokens = /\\.|"|-?\d[\d.eE+-]*/gs

/**
 * `JSON.parse` that keeps numbers as they were written: `1.0` and integers beyond 2^53 reach PostgreSQL as such.
 * Read the result with {@link stringify} and {@link writtenNumber}.
 *
 * @throws {SyntaxError}
 */
export function parse(text: string): unknown {
  // Says what is wrong before anything is rewritten.
  const plain: unknown = JSON.parse(text)
  let rewritten = false
  let inString = false
  const withMarks = text.replace(tokens, (token) => {
    if (token === '"') inString = !inString
    if (inString || token === '"' || String(Number(token)) === token) return token
    rewritten = true
    return `"${mark}${token}"`
  })
  return rewritten ? JSON.parse(withMarks) : plain
}

/** The JSON of a value, numbers as they were written. */
export function stringify(value: unknown): string {
  return JSON.stringify(value).replace(marked, '$1')
}

/** The digits of a number that was kept as written; undefined for everything else. */
export function writtenNumber(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : undefined
}
