import { arrayJson } from './array-json.js'
import { elementType } from './array-types.js'

const bool = 16
const json = 114
const jsonb = 3802
/** int2, int4, float4, float8: their text is a JSON number, but for NaN and the infinities. */
const numbers: ReadonlySet<number> = new Set([21, 23, 700, 701])
/** The only type whose elements are not separated by commas (PostgreSQL manual, section 8.15.6). */
const box = 603

/** The JSON text that PostgreSQL's text for a value of a type becomes without `Neon-Raw-Text-Output`. */
export function valueJson(text: string, type: number): string {
  const element = elementType(type)
  if (element !== undefined) {
    return arrayJson(text, element === box ? ';' : ',', (item) => valueJson(item, element))
  }
  if (type === bool) return text === 't' ? 'true' : 'false'
  if (numbers.has(type)) return /\d$/.test(text) ? text : JSON.stringify(text)
  if (type === json || type === jsonb) return text
  return JSON.stringify(text)
}
