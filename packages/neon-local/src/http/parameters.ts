import { type Json, WrittenNumber } from './json-reader.js'

/**
 * The text that a JSON value becomes as a parameter: null stays null, strings are themselves, booleans, numbers
 * and objects are JSON, arrays are array literals of PostgreSQL.
 */
export function parameterText(value: Json): string | null {
  if (value === null || typeof value === 'string') return value
  return isArray(value) ? arrayLiteral(value) : jsonText(value)
}

/** PostgreSQL manual, section 8.15.2: in quotes only quotes and backslashes are escaped. */
function arrayLiteral(elements: readonly Json[]): string {
  return `{${elements.map(element).join(',')}}`
}

function element(value: Json): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quote(value)
  if (isArray(value)) return arrayLiteral(value)
  return value instanceof Map ? quote(jsonText(value)) : jsonText(value)
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function jsonText(value: Json): string {
  if (value instanceof WrittenNumber) return value.text
  if (isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (value instanceof Map) {
    const members = Array.from(value, ([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
