import type { PgDriver } from '../handle/drizzle-internals.js'
import type { SettledOptions } from '../identity/options.js'
import type { SetupCheck } from './setup-check.js'
import { type SettledCall, watchedDriver } from './watched-driver.js'

export interface Watched {
  /** What the application's queries go through. */
  readonly driver: PgDriver
  /** The same without observers, who are not to hear of what they have not asked for. */
  readonly unobserved: PgDriver
  readonly client: object
  readonly options: SettledOptions
  /** Whether the role that the client logs in as can be another one. */
  readonly hasLogin: boolean
}

/**
 * The driver, and in development a look at how the database is set up once the first of its calls is over: what fails
 * tells what is wrong, but what succeeds in spite of it does not. Not in production, under test runners, and not on
 * what cannot be asked as nobody: an endpoint that wants a token, and a client that is one connection, on which the
 * application may have begun a transaction or be about to end it.
 *
 * It is a call of its own behind the first one, not a step of its message: so it makes no call slower, and its failure
 * is nobody's. It goes through the driver, because a client of postgres.js would open a connection for it that keeps the
 * process from ending.
 */
export function watchSetup({ driver, unobserved, client, options, hasLogin }: Watched): PgDriver {
  // In these words, so that bundlers leave out what follows.
  if (process.env.NODE_ENV !== 'production') {
    const isOneConnection = 'getTypeParser' in client
    const endpointVerifies = driver.verifiesTokens === true && options.verification !== 'database'
    if (process.env.NODE_ENV === 'test' || isOneConnection || endpointVerifies) return driver
    let check: SetupCheck | undefined
    const loaded = import('./setup-check.js').then(
      ({ setupCheckOf }) => {
        check = setupCheckOf(client, unobserved, options.roles, hasLogin)
      },
      // A bundle without it works as well.
      () => {},
    )
    const begin = (call: SettledCall) => (check?.callIsOver(call) ? nextTick() : undefined)
    return watchedDriver(driver, {
      get isDone() {
        return check?.isDone === true
      },
      // PGlite may have answered before a file is read.
      callIsOver: (call) => (check ? begin(call) : loaded.then(() => begin(call))),
    })
  }
  return driver
}

/** When a pool has given out the connection that it was asked for, and may be ended without leaving the call behind. */
function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}
