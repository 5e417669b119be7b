import { sql } from 'drizzle-orm'
import { isPostgresText } from './expressions/sql-text.js'

/** drizzle-kit 0.31 belongs to drizzle-orm 0.45, whose texts are lists. */
const isKit031 = /* @__PURE__ */ (() =>
  Array.isArray(Reflect.get(sql.raw('').queryChunks[0] ?? {}, 'value')))()

/**
 * Refuses a policy's name that drizzle-kit cannot carry: 0.31 joins the parts of a policy with `--`, and neither doubles quotes.
 *
 * @throws {TypeError}
 */
export function assertCarriedName(name: string): void {
  if (isPostgresText(name) && !/"|--/.test(name)) return
  throw new TypeError(
    `crudPolicy(): drizzle-kit cannot carry the name ${JSON.stringify(name)}: leave out \`"\` and \`--\`.`,
  )
}

/**
 * Refuses a role that drizzle-kit cannot carry. 0.31 also joins roles with commas, and writes them without quotes into ALTER POLICY, where PostgreSQL takes
 * `Editor` for `editor`.
 *
 * @throws {TypeError}
 */
export function assertCarriedRole(name: string): void {
  if (!isPostgresText(name) || /"|--|,|-$/.test(name)) {
    throw new TypeError(
      `crudPolicy(): drizzle-kit cannot carry the role ${JSON.stringify(name)}: its name must have neither \`"\`, \`,\` nor \`--\`, and not end in \`-\`.`,
    )
  }
  if (isKit031 && /[A-Z]/.test(name)) {
    throw new TypeError(
      `crudPolicy(): drizzle-kit 0.31 would take the role ${JSON.stringify(name)} for "${name.toLowerCase()}" as soon as the policy changes: ` +
        'give the role a name in lower case, or use drizzle-orm 1.0.',
    )
  }
}
