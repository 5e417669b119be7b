import { Group, isBlank, isName, type Part, partsOf, textOf } from '../../sql-text/expression-parts.js'

/** How the functions of the session are written. */
export interface RewriteNames {
  /** Name of the auth schema, quoted where PostgreSQL quotes it. */
  readonly schema: string
  /** Functions without arguments that are called once, too, with their schemas and quoted. */
  readonly wrappers?: ReadonlySet<string>
}

/** Functions of PostgreSQL that may go into the sub-select with a setting; others might not answer the same for each row. */
const computing = new Set(['current_setting', 'lower', 'upper', 'btrim', 'split_part', 'replace'])

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

/** What joins conditions, and stands in front of a group that is no argument. */
const logic = new Set(['AND', 'OR', 'NOT'])

/** In front of a sub-select that is no single value. */
const setOperators = new Set(['IN', 'EXISTS', 'ANY', 'ALL', 'SOME', 'ARRAY'])

/**
 * The condition with every call of an auth function without arguments in a sub-select of its own, outside of any that looks at a
 * row: `(select auth.user_id() = user_id)` becomes `((select auth.user_id()) = user_id)`. So are functions that wrap
 * one, and what is read of a setting: `(select current_setting('request.jwt.claims', true)::json ->> 'sub')`.
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
    const isCall = parts[i - 1] !== '.' && dot === '.' && isName(name) && isEmpty(call)
    if (isCall && (part === names.schema || names.wrappers?.has(`${part}.${name}`))) {
      result += `(select ${part}.${name}())`
      i += 3
    } else if (isSetting(part, dot) && parts[i - 1] !== '.') {
      result += `(select ${part}${textOf([dot as Group])})`
      i += 1
    } else if (part instanceof Group && isOfSetting(part, lastWord(parts.slice(0, i)))) {
      result += `(select ${textOf(part.parts)})`
    } else {
      result += part instanceof Group ? rewriteGroup(part, lastWord(parts.slice(0, i)), names) : part
    }
  }
  return result
}

function isSetting(name: Part | undefined, call: Part | undefined): boolean {
  return name === 'current_setting' && call instanceof Group && isWithoutColumns([call])
}

/** Whether a group is one value that comes of a setting, and of no column. */
function isOfSetting(group: Group, before: string): boolean {
  const isArguments = isName(before) && !logic.has(before)
  const { parts } = group
  return (
    !isArguments &&
    !parts.some(
      (part) => typeof part === 'string' && (logic.has(part) || part === 'SELECT' || part === ','),
    ) &&
    holdsSetting(parts) &&
    isWithoutColumns(parts)
  )
}

function holdsSetting(parts: readonly Part[]): boolean {
  return parts.some((part, i) =>
    part instanceof Group ? holdsSetting(part.parts) : isSetting(part, parts[i + 1]),
  )
}

/** As PostgreSQL prints it: keywords are in capitals, so that what else is a word, and no type or function, is a column. */
function isWithoutColumns(parts: readonly Part[]): boolean {
  const words = parts.filter((part) => !isBlank(part))
  return words.every((word, i) => {
    if (word instanceof Group) return isWithoutColumns(word.parts)
    if (!isName(word) || /^[A-Z]+$/.test(word) || word === 'true' || word === 'false') return true
    if (isTypeAt(words, i)) return true
    return words[i + 1] instanceof Group && computing.has(word) && words[i - 1] !== '.'
  })
}

/** Types may have schemas and several words: `::timestamp with time zone`. */
function isTypeAt(words: readonly Part[], at: number): boolean {
  for (let i = at - 1; i >= 0; i -= 1) {
    if (words[i] === '::') return true
    if (!isName(words[i]) && words[i] !== '.') return false
  }
  return false
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
