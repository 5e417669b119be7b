import type { Kit } from '../../policy/support/kit.js'
import { type FuzzDatabase, migrate } from '../database.js'
import { short } from '../language/short.js'
import { Random } from '../random.js'
import type { History, SchemaModel } from './history.js'
import { grantsOf, policiesOf } from './policies-of.js'
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
  /** Databases that were not what the schema says, which `rowauth check` named. */
  noticed: number
}

export interface Workshop {
  /** Whose answers are asked of {@link Workshop.answering}. */
  readonly kit: Kit
  readonly answering: { choose(choices: readonly unknown[]): unknown }
  /** Where migrations are applied one after the other. */
  readonly database: FuzzDatabase
  /** Where the final schema is made at once. */
  readonly fresh: FuzzDatabase
  readonly counts: HistoryCounts
  /** Whether `rowauth check` says that the database is not what the migrations of the final schema make. */
  noticed?(
    database: FuzzDatabase,
    statements: readonly string[],
    differences: readonly string[],
  ): Promise<boolean>
}

/** Edits a schema and migrates, and compares the database with one made of the final schema at once. */
export async function runHistory(history: History, workshop: Workshop): Promise<string | undefined> {
  const { kit, answering, database, fresh, counts } = workshop
  const random = new Random(history.answers)
  answering.choose = (choices) => {
    counts.questions += 1
    // The first choice is a new thing; the others rename what is gone.
    return process.env.CREATE || random.percent(50) ? choices[0] : random.pick(choices)
  }
  await database.clear()
  const log: string[] = []
  let snapshot: object | undefined
  let last: SchemaModel = []
  let grants = new Map<number, string>()
  for (const [at, given] of history.schemas.entries()) {
    const { model, refused, wrongly } = accepted(given)
    counts.refusals += refused
    if (wrongly.length > 0) return `Refused: ${wrongly.join('\n')}`
    counts.migrations += 1
    counts.tables += model.length
    counts.definitions += model.reduce((sum, { definitions }) => sum + definitions.length, 0)
    try {
      const generated = await kit.generate(makeSchema(model), snapshot)
      snapshot = generated.snapshot
      log.push(`-- migration ${at + 1}`, ...generated.statements.map(short))
      await migrate(database.owner, generated.statements)
      last = model
    } catch (error) {
      if (at === 0) return `The first migration fails: ${String(error)}\n${log.join('\n')}`
      counts.stopped += 1
      break
    }
    const lost = [...(await grantsOf(database.owner))].filter(
      ([oid, grant]) => grants.has(oid) && grants.get(oid) !== grant,
    )
    if (lost.length > 0) return `Grants have changed.\n${log.join('\n')}`
    grants = await grantsOf(database.owner)
  }
  const { statements } = await kit.generate(makeSchema(last))
  await fresh.clear()
  await migrate(fresh.owner, statements)
  const [found, wanted] = [await policiesOf(database.owner), await policiesOf(fresh.owner)]
  const differences = [
    ...found.filter((line) => !wanted.includes(line)).map((line) => `  found  ${line}`),
    ...wanted.filter((line) => !found.includes(line)).map((line) => `  wanted ${line}`),
  ]
  if (differences.length === 0) return undefined
  if (await workshop.noticed?.(database, statements, differences)) {
    counts.noticed += 1
    return undefined
  }
  return `${differences.join('\n')}\n${log.join('\n')}`
}
