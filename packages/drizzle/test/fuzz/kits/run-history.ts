import type { Kit } from '../../policy/support/kit.js'
import { type FuzzDatabase, migrate } from '../database.js'
import { short } from '../language/short.js'
import { Random } from '../random.js'
import { checkProject, type Migration } from './check-project.js'
import type { History, SchemaModel } from './history.js'
import { grantsOf, makeOfPrinted, policiesOf } from './policies-of.js'
import { accepted, makeSchema } from './schema.js'

/** What histories had in them, and what became of them. */
export interface HistoryCounts {
  migrations: number
  tables: number
  definitions: number
  /** Definitions that `crudPolicy` refused. */
  refusals: number
  questions: number
  /** Migrations that the kit did not make, or PostgreSQL did not take: nobody overlooks those. */
  stopped: number
  /** Databases that were not what the schema says: `rowauth check` has named it, and its SQL made it good. */
  noticed: number
  /** Databases that were, and of which it said so. */
  confirmed: number
}

export interface Workshop {
  /** Whose questions {@link Workshop.answering} answers. */
  readonly kit: Kit
  readonly answering: { choose(choices: readonly unknown[]): unknown }
  /** Where migrations are applied one after the other. */
  readonly database: FuzzDatabase
  /** Where the final schema is made at once. */
  readonly fresh: FuzzDatabase
  readonly counts: HistoryCounts
}

interface Migrated {
  readonly migrations: readonly Migration[]
  /** The schema of the last one that was applied. */
  readonly last: SchemaModel
}

/** Edits a schema and migrates, and compares the database with one made of the final schema at once. */
export async function runHistory(history: History, workshop: Workshop): Promise<string | undefined> {
  const { kit, answering, database, fresh, counts } = workshop
  const random = new Random(history.answers)
  answering.choose = (choices) => {
    counts.questions += 1
    // The first choice is a new thing; the others rename what is gone.
    return random.percent(50) ? choices[0] : random.pick(choices.filter(isOfOneType))
  }
  const migrated = await migrateAll(history, workshop)
  if (typeof migrated === 'string') return migrated
  const { migrations, last } = migrated
  const told = (what: string) => {
    const log = migrations.flatMap(({ statements }, at) => [
      `-- migration ${at + 1}`,
      ...statements.map(short),
    ])
    return `${what}\n${log.join('\n')}`
  }
  await fresh.clear()
  await migrate(fresh.owner, (await kit.generate(makeSchema(last))).statements)
  const differences = await compare(database, fresh)
  // To check takes longer than all the rest, and where nothing differs a sample will do.
  if (differences.length === 0 && random.percent(80)) return undefined
  const findings = (await checkProject(migrations, database.url)).filter(({ code }) =>
    /^policy|^row/.test(code),
  )
  const named = findings.map(({ code, object }) => `  check: ${code} ${object}`).join('\n')
  if (differences.length === 0) {
    counts.confirmed += 1
    return findings.length === 0 ? undefined : told(`Nothing differs, and it says so:\n${named}`)
  }
  await migrate(
    database.owner,
    findings.flatMap(({ sql }) => sql ?? []),
  )
  for (const { owner } of [database, fresh]) await makeOfPrinted(owner)
  if ((await compare(database, fresh)).length > 0) return told(`${differences.join('\n')}\n${named}`)
  counts.noticed += 1
  return undefined
}

async function migrateAll({ schemas }: History, workshop: Workshop): Promise<Migrated | string> {
  const { kit, database, counts } = workshop
  await database.clear()
  const migrations: Migration[] = []
  let last: SchemaModel = []
  let grants = new Map<number, string>()
  for (const given of schemas) {
    const { model, refused, wrongly } = accepted(given)
    counts.refusals += refused
    if (wrongly.length > 0) return `Refused: ${wrongly.join('\n')}`
    counts.migrations += 1
    counts.tables += model.length
    counts.definitions += model.reduce((sum, { definitions }) => sum + definitions.length, 0)
    try {
      const migration = await kit.generate(makeSchema(model), migrations.at(-1)?.snapshot)
      await migrate(database.owner, migration.statements)
      migrations.push(migration)
      last = model
    } catch (error) {
      if (migrations.length === 0) return `The first migration fails: ${String(error)}`
      counts.stopped += 1
      break
    }
    const now = await grantsOf(database.owner)
    const changed = [...now].filter(([oid, grant]) => grants.has(oid) && grants.get(oid) !== grant)
    if (changed.length > 0)
      return `A migration has changed grants: ${migrations.at(-1)?.statements.join('\n')}`
    grants = now
  }
  return { migrations, last }
}

/** 0.31 forgets the type of a column that is renamed and has another one: no policy is lost by that. */
function isOfOneType(choice: unknown): boolean {
  const { from, to } = choice as { from?: { type?: unknown }; to?: { type?: unknown } }
  return from?.type === to?.type
}

async function compare(database: FuzzDatabase, fresh: FuzzDatabase): Promise<string[]> {
  const [found, wanted] = [await policiesOf(database.owner), await policiesOf(fresh.owner)]
  return [
    ...found.filter((line) => !wanted.includes(line)).map((line) => `  found  ${line}`),
    ...wanted.filter((line) => !found.includes(line)).map((line) => `  wanted ${line}`),
  ]
}
