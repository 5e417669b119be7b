import type { AuthSession } from '@rowauth/core'
import type { AuthTransaction } from '@rowauth/driver'
import type { PgStatement } from '@rowauth/driver/node-postgres'
import type { DrizzleResult, PgDriver } from '../handle/drizzle-internals.js'

/** A call that has come out one way or the other. */
export interface SettledCall {
  readonly session: AuthSession
  /** What its statements name, tables among it, as PostgreSQL reads it. */
  readonly names: ReadonlySet<string>
  /** What it rejected with; undefined: it has succeeded. */
  readonly failure: unknown
}

/** Is told of calls. */
export interface Watcher {
  /** It wants to hear of no more. */
  readonly isDone: boolean
  /** @returns what the caller has to wait for, where there is something */
  callIsOver(call: SettledCall): Promise<void> | undefined
}

type Transaction = AuthTransaction<DrizzleResult, PgStatement>

/** What is looked at of a statement, in characters: long ones are long for their values. */
const lookedAt = 20_000

const identifiers = /"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu

function addNames(statement: PgStatement, names: Set<string>): void {
  const text = typeof statement === 'string' ? statement : statement.text
  for (const [word, quoted] of text.slice(0, lookedAt).matchAll(identifiers)) {
    names.add(quoted?.replaceAll('""', '"') ?? word.toLowerCase())
  }
}

function watchedTransaction(tx: Transaction, names: Set<string>): Transaction {
  return {
    query(statement) {
      addNames(statement, names)
      return tx.query(statement)
    },
    transaction: (run) => tx.transaction((nested) => run(watchedTransaction(nested, names))),
    configure: (options) => tx.configure(options),
  }
}

/**
 * The same driver, which tells of each call when it is over, before the caller hears of it. Not by `observedBy`: a
 * driver has one observer, and that is the application's.
 */
export function watchedDriver(driver: PgDriver, watcher: Watcher): PgDriver {
  const watch = async <T>(session: AuthSession, names: Set<string>, call: () => Promise<T>): Promise<T> => {
    let failure: unknown
    try {
      return await call()
    } catch (error) {
      failure = error
      throw error
    } finally {
      const begun = watcher.callIsOver({ session, names, failure })
      if (begun !== undefined) await begun
    }
  }
  const { verifiesTokens = false, within } = driver
  return {
    verifiesTokens,
    query(session, statement) {
      if (watcher.isDone) return driver.query(session, statement)
      const names = new Set<string>()
      addNames(statement, names)
      return watch(session, names, () => driver.query(session, statement))
    },
    batch(session, statements, options) {
      if (watcher.isDone) return driver.batch(session, statements, options)
      const names = new Set<string>()
      for (const statement of statements) addNames(statement, names)
      return watch(session, names, () => driver.batch(session, statements, options))
    },
    transaction(session, run, options) {
      if (watcher.isDone) return driver.transaction(session, run, options)
      const names = new Set<string>()
      return watch(session, names, () =>
        driver.transaction(session, (tx) => run(watchedTransaction(tx, names)), options),
      )
    },
    ...(within && { within: (client: unknown) => watchedDriver(within.call(driver, client), watcher) }),
  }
}
