import { readFile } from 'node:fs/promises'

/** How many functions stand in one line of a grant. */
const perLine = 4

/** The list of functions of the `auth` schema: grants, revokes and every check come of it. */
export async function readFunctions(sqlRoot) {
  return JSON.parse(await readFile(new URL('functions.json', sqlRoot), 'utf8'))
}

/**
 * Puts the list in the place of `:functions` (signatures, each with its schema) and `:function_names` (literals).
 *
 * @param {string} statement
 */
export function fillFunctions(statement, functions) {
  const signatures = functions.map(({ name, arguments: types }) => `:"auth".${name}(${types.join(', ')})`)
  return statement
    .replace(/^( *):functions$/m, (_, indent) => `${indent}${inLines(signatures, indent)}`)
    .replace(':function_names', functions.map(({ name }) => `'${name}'`).join(', '))
}

function inLines(items, indent) {
  const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, line) =>
    items.slice(line * perLine, (line + 1) * perLine).join(', '),
  )
  return lines.join(`,\n${indent}`)
}

/** @throws {Error} when the statements create other functions than the list has */
export function assertListed(statements, functions) {
  const listed = functions.map(({ name, arguments: types, result }) => describe(name, types, result))
  const created = statements.flatMap(createdFunction)
  const problems = [
    ...created.filter((each) => !listed.includes(each)).map((each) => `functions.json lacks ${each}`),
    ...listed.filter((each) => !created.includes(each)).map((each) => `no file creates ${each}`),
  ]
  if (problems.length > 0) throw new Error(`packages/core/sql: ${problems.join('; ')}`)
}

function createdFunction(statement) {
  const [, name, parameters, result] =
    /^create or replace function :"auth"\.(\w+)\((.*)\) returns (\S+)$/m.exec(statement) ?? []
  if (name === undefined) return []
  const types = parameters === '' ? [] : parameters.split(', ').map((each) => each.split(' ').at(-1))
  return [describe(name, types, result)]
}

function describe(name, types, result) {
  return `${name}(${types.join(', ')}) returns ${result}`
}
