import { LoginRefusal } from './protocol-error.js'

/** Whom a client wants to be, and what it wants to be set. */
export interface RequestedLogin {
  readonly user: string
  readonly database: string
  readonly settings: RequestedSettings
}

/** By the names that `pg` has for them. */
export interface RequestedSettings {
  readonly application_name?: string
  readonly statement_timeout?: number
  readonly lock_timeout?: number
  readonly idle_in_transaction_session_timeout?: number
}

const times = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'] as const
const known: ReadonlySet<string> = new Set([
  'user',
  'database',
  'client_encoding',
  'application_name',
  ...times,
])

/**
 * Takes from a startup message what may be in it, and refuses the rest: `options`, for example, sets anything.
 *
 * @param mayLogIn - whether a user may log in here at all
 * @throws {LoginRefusal}
 */
export function requestedLogin(
  parameters: ReadonlyMap<string, string>,
  mayLogIn: (user: string) => boolean,
): RequestedLogin {
  for (const [name, value] of parameters) {
    if (!known.has(name)) {
      throw new LoginRefusal('0A000', `the startup parameter "${name}" is not supported here`)
    }
    if (name === 'client_encoding' && !/^utf-?8$/i.test(value)) {
      throw new LoginRefusal('22023', 'the only `client_encoding` here is UTF8')
    }
  }
  const user = parameters.get('user') ?? ''
  if (user === '') throw new LoginRefusal('28000', 'no PostgreSQL user name specified in startup packet')
  if (!mayLogIn(user)) throw new LoginRefusal('28000', `role "${user}" may not log in here`)
  return { user, database: parameters.get('database') || user, settings: readSettings(parameters) }
}

function readSettings(parameters: ReadonlyMap<string, string>): RequestedSettings {
  const settings: Record<string, string | number> = {}
  const name = parameters.get('application_name')
  if (name !== undefined) settings.application_name = name
  for (const time of times) {
    const value = parameters.get(time)
    if (value === undefined) continue
    if (!/^\d{1,9}$/.test(value)) {
      throw new LoginRefusal('22023', `invalid value for parameter "${time}": a number of milliseconds`)
    }
    settings[time] = Number(value)
  }
  return settings
}
