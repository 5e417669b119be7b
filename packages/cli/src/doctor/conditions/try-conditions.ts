import { type Part, partsOf, textOf } from '../../sql-text/expression-parts.js'
import type { DoctorClient } from '../doctor-client.js'
import { asAskedBy, literal, type MadeUpUser, madeUpUsers, type SessionFunction } from './made-up-users.js'
import { type Column, type SampleRows, sampleRows } from './sample-rows.js'

/** A condition to be tried, and what it is about. */
export interface Trial {
  readonly text: string
  /** The table's name without its schema, quoted where PostgreSQL quotes it. */
  readonly table: string
  /** Those that the condition mentions. */
  readonly columns: readonly Column[]
}

/** For whom a condition is true of every row: everybody, those who are signed in, not even them. */
export type Outcome = 'nothing' | 'signedIn' | 'something'

/** Who the made-up users are and what they are asked by. */
export interface TrialOptions {
  readonly schema: string
  readonly roles: readonly string[]
  readonly sessionFunctions: readonly SessionFunction[]
}

/** In milliseconds: it is for a handful of rows. */
const timeLimit = 1000

/** How many are tried in one query. */
const batch = 100

/**
 * Tries conditions on made-up rows and users, in savepoints of the client's transaction: whatever fails is not known. They must
 * be evaluable, see `isEvaluable()`.
 */
export async function tryConditions(
  client: DoctorClient,
  trials: readonly Trial[],
  options: TrialOptions,
): Promise<(Outcome | undefined)[]> {
  const { signedIn, visitor } = madeUpUsers(options.roles)
  const outcomes = new Map<Trial, Outcome>()
  const ids = signedIn.map(({ id }) => id as string)
  const rowsOf = new Map(trials.map((trial) => [trial, sampleRows(trial.columns, partsOf(trial.text), ids)]))
  const able = trials.filter((trial) => rowsOf.get(trial) !== undefined)
  if (able.length === 0) return trials.map(() => undefined)

  /** Those that hold for all of the users and rows; `failed` is told which fail. */
  async function holding(
    some: readonly Trial[],
    users: readonly MadeUpUser[],
    rows: number,
    failed: (trial: Trial) => void = () => {},
  ): Promise<Trial[]> {
    const questions = some.map((each) => {
      const given = (rowsOf.get(each) ?? []).slice(-rows)
      return `(${users.map((user) => holds(each, user, given, options)).join(' and ')})`
    })
    const answers = some.length === 0 ? [] : await answersTo(client, questions)
    if (answers !== undefined) return some.filter((_, i) => answers[i])
    if (some.length === 1) {
      some.forEach(failed)
      return []
    }
    const middle = Math.ceil(some.length / 2)
    const first = await holding(some.slice(0, middle), users, rows, failed)
    return [...first, ...(await holding(some.slice(middle), users, rows, failed))]
  }

  async function run(some: readonly Trial[]): Promise<void> {
    for (const trial of some) outcomes.set(trial, 'something')
    const failed = (trial: Trial) => outcomes.delete(trial)
    // A few rows rule out nearly all of them.
    const likely = await holding(some, signedIn.slice(0, 1), 12, failed)
    const held = await holding(likely, signedIn, Number.POSITIVE_INFINITY, failed)
    for (const trial of held) outcomes.set(trial, 'signedIn')
    for (const trial of await holding(held, [visitor], Number.POSITIVE_INFINITY))
      outcomes.set(trial, 'nothing')
  }

  const { rows } = await client.query(`select current_setting('statement_timeout') as before`)
  const [{ before } = { before: '0' }] = rows as { before: string }[]
  await client.query(`select set_config('statement_timeout', $1, true)`, [String(timeLimit)])
  for (let i = 0; i < able.length; i += batch) await run(able.slice(i, i + batch))
  await client.query(`select set_config('statement_timeout', $1, true)`, [before])
  return trials.map((trial) => outcomes.get(trial))
}

/** Undefined when one of them fails, and with it all. */
async function answersTo(client: DoctorClient, questions: readonly string[]): Promise<boolean[] | undefined> {
  await client.query('savepoint trial')
  try {
    const { rows } = await client.query(`select array[${questions.join(',\n')}]::bool[] as answers`)
    return (rows as { answers: boolean[] }[])[0]?.answers
  } catch {
    await client.query('rollback to savepoint trial')
    return undefined
  } finally {
    await client.query('release savepoint trial')
  }
}

/** Whether the condition is true of all rows without NULL, and false of none: what is NULL for a NULL alone asks for nothing. */
function holds(trial: Trial, user: MadeUpUser, rows: SampleRows, options: TrialOptions): string {
  const { text, table, columns } = trial
  const parts: readonly Part[] = asAskedBy(partsOf(text), user, options.schema, options.sessionFunctions)
  const condition = `(${textOf(parts)})`
  if (columns.length === 0) return `coalesce(${condition}, false)`
  const complete = columns.map(({ name }) => `${table}.${name} is not null`).join(' and ')
  const cast = columns.map(({ name, type }, i) => `given.c${i}::${type} as ${name}`).join(', ')
  const given = rows.map(
    (row) => `(${row.map((value) => (value === null ? 'null' : literal(value))).join(', ')})`,
  )
  return `(
    select bool_and(case when ${complete} then coalesce(${condition}, false) else ${condition} is not false end)
    from (
      select ${cast} from (values ${given.join(', ')}) as given (${columns.map((_, i) => `c${i}`).join(', ')})
    ) as ${table}
  )`
}
