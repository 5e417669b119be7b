import { Group, type Part, partsOf, textOf } from '../../sql-text/expression-parts.js'

/** Claims that users may edit, and those that only the server may write in their place. */
const claims: readonly (readonly [RegExp, string])[] = [
  [/\buser_metadata\b/g, 'app_metadata'],
  [/\bunsafe_metadata\b/g, 'public_metadata'],
]

/** The copy of Supabase's `user_metadata` in its table of users. */
const column: readonly [string, string] = ['raw_user_meta_data', 'raw_app_meta_data']

/**
 * The condition with claims that only the server may write in place of those that users may edit; as it was
 * where it reads none of them.
 *
 * @param text - as `pg_get_expr()` prints it
 */
export function withServerClaims(text: string): string {
  return textOf(replace(partsOf(text)))
}

function replace(parts: readonly Part[]): Part[] {
  return parts.map((part) => {
    if (part instanceof Group) return new Group(replace(part.parts))
    if (part.startsWith("'")) return claims.reduce((text, [edited, kept]) => text.replace(edited, kept), part)
    return part === column[0] ? column[1] : part
  })
}
