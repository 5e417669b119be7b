import { withAuth } from '@rowauth/drizzle'
import { asc, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Kit } from '../../policy/support/kit.js'
import { asText } from '../as-text.js'
import { type FuzzDatabase, migrate } from '../database.js'
import type { Definition } from '../language/condition.js'
import { hazards, stemOf } from '../language/hazards.js'
import { short } from '../language/short.js'
import { allRoles } from '../language/vocabulary.js'
import { type Doc, type Game, docs as played } from './game.js'
import { Permissions, visibleMembers } from './meaning.js'
import { readsPerRow } from './plan.js'
import { type Handle, playDatabase, sessionOf } from './play-database.js'
import { type Outcome, playModel } from './play-model.js'
import { makeSchema, refusalOf, type Schema } from './schema.js'

/** What games had in them. */
export interface Counts {
  tables: number
  definitions: number
  policies: number
  operations: number
  /** Operations that were refused with an SQLSTATE. */
  denials: number
  /** Definitions that `crudPolicy` did not take. */
  refusals: number
  plans: number
}

export interface Table {
  readonly database: FuzzDatabase
  readonly kit: Kit
  readonly counts: Counts
}

/** A difference between what the database did and what it had to do, told for people. */
export type Difference = string

/** Plays a game on a database and in the model, until they differ. */
export async function runGame(game: Game, table: Table): Promise<Difference | undefined> {
  const { database, kit, counts } = table
  const accepted = accept(game, counts)
  if (typeof accepted === 'string') return accepted
  const { definitions, ofMembers } = accepted
  const schema = makeSchema(definitions, ofMembers)
  const { docs, members } = schema
  const { statements } = await kit.generate({ docs, members })
  const policies = statements.filter((statement) => statement.startsWith('CREATE POLICY'))
  counts.tables += 2
  counts.definitions += definitions.length + ofMembers.length
  counts.policies += policies.length
  await database.clear()
  const told = (what: string) => `${what}\n${policies.map(short).join('\n')}`
  try {
    await migrate(database.owner, statements)
  } catch (error) {
    return told(`The migration fails: ${String(error)}`)
  }
  const owner = drizzle({ client: database.owner })
  if (game.members.length > 0) await owner.insert(members).values(game.members as never)
  const authenticated = withAuth(drizzle({ client: database.pool }), { roles: { allowed: allRoles } })
  for (const { user, commands } of game.turns) {
    const visible = visibleMembers(ofMembers, game.members, user)
    const permissions = new Permissions(played.name, definitions, user, visible)
    const open = definitions.length === 0
    const scene = { user, members: visible, permissions: open ? everything(permissions) : permissions }
    const handle = authenticated.$withAuth(sessionOf(user))
    await owner.delete(docs)
    await owner.insert(docs).values(game.rows as never)
    let state: readonly Doc[] = game.rows
    for (const command of commands) {
      counts.operations += 1
      const wanted = playModel(command, state, scene)
      const answer = await playDatabase(handle, command, schema)
      if ('error' in answer) counts.denials += 1
      const reads = command.do === 'select' || command.do === 'count'
      const rows = reads ? state : await owner.select().from(docs).orderBy(asc(docs.id))
      const found: Outcome = { answer, state: rows as readonly Doc[] }
      const difference = unlike(found, wanted)
      if (difference !== undefined) return told(`${asText(user)}: ${asText(command)}\n  ${difference}`)
      state = wanted.state
    }
    const perRow = await plan(handle, schema)
    counts.plans += 3
    if (perRow.length > 0) return told(`${asText(user)}: for each row ${perRow.join(', ')}`)
  }
  return undefined
}

/** What of the policies is evaluated for each row, when all rows are read, changed and deleted. */
async function plan(handle: Handle, { docs }: Schema): Promise<string[]> {
  const found: string[] = []
  const queries = [handle.select().from(docs), handle.update(docs).set({ title: 'a' }), handle.delete(docs)]
  for (const query of queries) {
    const explain = sql`explain (costs off, format json) ${query.getSQL().inlineParams()}`
    const { rows } = (await handle.execute(explain)) as unknown as { rows: Record<string, unknown>[] }
    found.push(...readsPerRow(rows[0]?.['QUERY PLAN']))
  }
  return found
}

/** The definitions that `crudPolicy` takes. What it refuses must have a reason. */
function accept(
  game: Game,
  counts: Counts,
): { readonly definitions: Definition[]; readonly ofMembers: Definition[] } | Difference {
  const accepted = { definitions: [] as Definition[], ofMembers: [] as Definition[] }
  for (const part of ['definitions', 'ofMembers'] as const) {
    for (const definition of game[part]) {
      if (accepted[part].some((each) => stemOf(each) === stemOf(definition))) continue
      const tried = { ...accepted, [part]: [...accepted[part], definition] }
      const refusal = refusalOf(tried.definitions, tried.ofMembers)
      if (refusal === undefined) {
        accepted[part].push(definition)
        continue
      }
      counts.refusals += 1
      if (hazards(definition).length === 0) return `Refused: ${refusal}\n${asText(definition)}`
    }
  }
  return accepted
}

/** Without policies drizzle-kit leaves row-level security off. */
function everything(permissions: Permissions): Permissions {
  return Object.assign(Object.create(permissions) as Permissions, { using: () => true, check: () => true })
}

function unlike(found: Outcome, wanted: Outcome): string | undefined {
  for (const part of ['answer', 'state'] as const) {
    const [is, should] = [shown(found[part]), shown(wanted[part])]
    if (is !== should) return `${part}: found ${is}\n  wanted ${should}`
  }
  return undefined
}

/** Rows as lists of their values, in the order of the columns. */
function shown(part: Outcome['answer'] | readonly Doc[]): string {
  if (!Array.isArray(part)) return asText('rows' in part ? { rows: shown(part.rows) } : part)
  const names = Object.keys(played.columns) as (keyof Doc)[]
  return (part as readonly Doc[]).map((row) => asText(names.map((name) => row[name]))).join(' ')
}
