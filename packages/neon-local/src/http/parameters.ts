import { stringify, writtenNumber } from './lossless-json.js'

/**
 * The text that a JSON value becomes as a parameter: null stays null, strings are themselves, booleans, numbers
 * and objects are JSON, arrays are array literals of PostgreSQL.
 */
export function parameterText(value: unknown): string | null {
  if (value === null) return null
  if (Array.isArray(value)) return arrayLiteral(value)
  if (typeof value === 'string') return writtenNumber(value) ?? value
  return stringify(value)
}

/** PostgreSQL manual, section 8.15.2: in quotes only quotes and backslashes are escaped. */
function arrayLiteral(elements: readonly unknown[]): string {
  return `{${elements.map(element).join(',')}}`
}

function element(value: unknown): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return arrayLiteral(value)
  if (typeof value === 'string') return writtenNumber(value) ?? quote(value)
  if (typeof value === 'object') return quote(stringify(value))
  return String(value)
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
