import { quoteLiteral, quoteName } from '@rowauth/core/internal'

const none: ReadonlySet<string> = new Set()

/**
 * SQL with its placeholders filled, which are those of psql: `:"name"` becomes a name, `:'name'` a string, and
 * `:name` what stands in `parts` as it is.
 *
 * @throws {Error} for a placeholder that nothing is given for
 */
export function fillSql(
  template: string,
  texts: Readonly<Record<string, string>>,
  parts: Readonly<Record<string, string>> = {},
): string {
  return template.replace(/(?<![:\w]):(?:"(\w+)"|'(\w+)'|([a-z]\w*)\b)/g, (placeholder, name, text, part) => {
    const value = part === undefined ? texts[name ?? text] : parts[part]
    if (value === undefined) throw new Error(`There is nothing for the placeholder ${placeholder}.`)
    if (part !== undefined) return value
    return name === undefined ? quoteLiteral(value) : quoteName(value, none)
  })
}
