import { readFile } from 'node:fs/promises'

/** How many functions stand in one line of a grant. */
const perLine = 4

/**
 * The list of public functions of the `auth` schema: grants, revokes and every check come of it. What the SQL creates
 * besides is the owner's alone.
 */
export async function readFunctions(sqlRoot) {
  return JSON.parse(await readFile(new URL('functions.json', sqlRoot), 'utf8'))
}

/** What the statements of a layout create: functions with their signatures, public and not, and tables. */
export function createdObjects(statements, listed) {
  const created = statements.flatMap(createdFunction)
  const names = new Set(listed.map(({ name }) => name))
  const problems = created
    .filter(({ name }) => names.has(name))
    .filter((each) => !listed.some((other) => describe(other) === describe(each)))
    .map((each) => `functions.json lacks ${describe(each)}`)
  if (problems.length > 0) throw new Error(`packages/core/sql: ${problems.join('; ')}`)
  const isCreated = ({ name }) => created.some((each) => each.name === name)
  return {
    publicFunctions: listed.filter(isCreated),
    ownerFunctions: created.filter(({ name }) => !names.has(name)),
    tables: statements.flatMap((statement) => {
      const [, name] = /^create table if not exists :"auth"\.(\w+) \($/m.exec(statement) ?? []
      return name === undefined ? [] : [name]
    }),
  }
}

/** @throws {Error} when no layout creates a function of the list */
export function assertCreated(functions, layouts) {
  const created = new Set(layouts.flatMap(({ publicFunctions }) => publicFunctions))
  const missing = functions.filter((each) => !created.has(each)).map(describe)
  if (missing.length > 0) throw new Error(`packages/core/sql: no file creates ${missing.join('; ')}`)
}

/**
 * Puts the lists in the place of their placeholders: signatures for `:functions`, `:public_functions`,
 * `:session_functions` and `:driver_functions`, each with its schema; literals for the others.
 *
 * @param {string} statement
 * @param objects - what the statement's own layout creates
 * @param verification - what verification by the database creates
 */
export function fillLists(statement, objects, verification) {
  const { publicFunctions, ownerFunctions, tables } = objects
  const signatures = (functions) =>
    functions.map(({ name, arguments: types }) => `:"auth".${name}(${types.join(', ')})`)
  const literals = (names) => [...new Set(names)].map((name) => `'${name}'`)
  const names = (functions) => functions.map(({ name }) => name)
  const lists = {
    functions: signatures([...publicFunctions, ...ownerFunctions]),
    public_functions: signatures(publicFunctions),
    session_functions: signatures(publicFunctions.filter(({ access }) => access !== 'policies')),
    driver_functions: signatures(publicFunctions.filter(({ access }) => access === 'drivers')),
    function_names: literals(names([...publicFunctions, ...ownerFunctions])),
    owner_names: literals(names(ownerFunctions)),
    table_names: literals(['users', ...tables]),
    verification_names: literals(
      names([...verification.publicFunctions, ...verification.ownerFunctions]).filter(
        (name) => !publicFunctions.some((kept) => kept.name === name),
      ),
    ),
    verification_tables: literals(verification.tables),
  }
  return statement.replace(/^( *):(\w+)\b/gm, (placeholder, indent, name) => {
    if (lists[name] === undefined) throw new Error(`There is no list ${placeholder}.`)
    return `${indent}${inLines(lists[name], indent)}`
  })
}

function inLines(items, indent) {
  const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, line) =>
    items.slice(line * perLine, (line + 1) * perLine).join(', '),
  )
  return lines.join(`,\n${indent}`)
}

function createdFunction(statement) {
  const [, name, parameters, result = 'record'] =
    /^create or replace function :"auth"\.(\w+)\(([^()]*)\)(?:\s+returns (\S+))?/m.exec(statement) ?? []
  if (name === undefined) {
    if (/^create or replace/m.test(statement)) throw new Error(`This is not understood: ${statement}`)
    return []
  }
  const types = parameters
    .split(',')
    .map((each) => each.trim().replace(/ default .*$/, ''))
    .filter((each) => each !== '' && !each.startsWith('out '))
    .map((each) => each.split(' ').at(-1))
  return [{ name, arguments: types, result }]
}

function describe({ name, arguments: types, result }) {
  return `${name}(${types.join(', ')}) returns ${result}`
}
