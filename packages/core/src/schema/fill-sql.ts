import { quoteLiteral, quoteName } from './quote.js'

const none: ReadonlySet<string> = new Set()

/** What stands in the place of placeholders, which are those of psql. */
export interface Fillings {
  /** `:"name"` becomes a name, and `:'name'` a string. */
  readonly texts: Readonly<Record<string, string>>
  /** `:name` becomes this as it is. */
  readonly parts?: Readonly<Record<string, string>>
  /** Names that need no quotes. */
  readonly plain?: ReadonlySet<string>
}

/**
 * SQL with its placeholders filled.
 *
 * @throws {Error} for a placeholder that nothing is given for
 */
export function fillSql(template: string, { texts, parts = {}, plain = none }: Fillings): string {
  return template.replace(/(?<![:\w]):(?:"(\w+)"|'(\w+)'|([a-z]\w*)\b)/g, (placeholder, name, text, part) => {
    const value = part === undefined ? texts[name ?? text] : parts[part]
    if (value === undefined) throw new Error(`There is nothing for the placeholder ${placeholder}.`)
    if (part !== undefined) return value
    return name === undefined ? quoteLiteral(value) : quoteName(value, plain)
  })
}
