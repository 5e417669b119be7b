import { Group, isBlank, isName, type Part, partsOf, textOf } from '../../sql-text/expression-parts.js'

/** How the functions of the session are written. */
export interface RewriteNames {
  /** Name of the auth schema, quoted where PostgreSQL quotes it. */
  readonly schema: string
}

/** With one of these a sub-select is more than an expression. */
const clauses = new Set([
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'UNION',
  'DISTINCT',
  ',',
])

/** In front of a sub-select that is no single value. */
const setOperators = new Set(['IN', 'EXISTS', 'ANY', 'ALL', 'SOME', 'ARRAY'])

/**
 * The condition with every call of an auth function without arguments in a sub-select of its own, outside of any that looks at a
 * row: `(select auth.user_id() = user_id)` becomes `((select auth.user_id()) = user_id)`.
 *
 * @param text - as `pg_get_expr()` prints it
 */
export function onceForAll(text: string, names: RewriteNames): string {
  return rewrite(partsOf(text), names).trim()
}

function rewrite(parts: readonly Part[], names: RewriteNames): string {
  let result = ''
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] as Part
    const [dot, name, call] = parts.slice(i + 1, i + 4)
    if (part === names.schema && parts[i - 1] !== '.' && dot === '.' && isName(name) && isEmpty(call)) {
      result += `(select ${part}.${name}())`
      i += 3
    } else {
      result += part instanceof Group ? rewriteGroup(part, lastWord(parts.slice(0, i)), names) : part
    }
  }
  return result
}

function rewriteGroup(group: Group, before: string, names: RewriteNames): string {
  const words = group.parts.filter((part) => !isBlank(part))
  const isSubSelect = words[0] === 'SELECT'
  const isExpression = isSubSelect && !words.some((word) => typeof word === 'string' && clauses.has(word))
  if (!isExpression || setOperators.has(before)) return `(${rewrite(group.parts, names)})`
  if (!mentionsColumn(words)) return textOf([group])
  const start = group.parts.indexOf('SELECT') + 1
  const alias = group.parts.lastIndexOf('AS')
  return `(${rewrite(group.parts.slice(start, alias < 0 ? undefined : alias), names).trim()})`
}

function isEmpty(part: Part | undefined): boolean {
  return part instanceof Group && part.parts.length === 0
}

function lastWord(parts: readonly Part[]): string {
  const last = parts.filter((part) => !isBlank(part)).at(-1)
  return typeof last === 'string' ? last : ''
}

/** Within a sub-select PostgreSQL prints columns with their table: `todos.user_id`. */
function mentionsColumn(words: readonly Part[]): boolean {
  return words.some((word, i) => {
    if (word instanceof Group) return words[i - 1] !== 'OPERATOR' && mentionsColumn(word.parts)
    const [before, dot, name, after] = [words[i - 1], words[i + 1], words[i + 2], words[i + 3]]
    const isType = before === '::' || before === 'COLLATE' || before === '.'
    return (
      isName(word) && dot === '.' && isName(name) && !(after instanceof Group) && after !== '.' && !isType
    )
  })
}
