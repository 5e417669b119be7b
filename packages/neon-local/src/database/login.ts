import { createHash } from 'node:crypto'
import pg, { type ClientConfig } from 'pg'

/** Who connects to which database. */
export interface Login {
  readonly user: string
  readonly password: string | undefined
  readonly database: string
  /** The role that is taken on the connection, where that is not the user itself. */
  readonly role?: string
}

/** The PostgreSQL server that stands behind the endpoint, and the login that tokens are served with. */
export class DatabaseServer {
  readonly #client: pg.Client

  /** @throws {TypeError} when it cannot be read; the message does not quote it */
  constructor(connectionString: string) {
    try {
      this.#client = new pg.Client({ connectionString })
    } catch {
      throw new TypeError('`connectionString` must be the connection string of a PostgreSQL server.')
    }
    const { user = '', password, database = '' } = this.#client
    if (/\p{Cc}/u.test(`${user}${database}${password ?? ''}`)) {
      throw new TypeError('`connectionString` must hold no control characters.')
    }
  }

  /** Who logs in for the holders of tokens. */
  get user(): string {
    return this.#client.user ?? ''
  }

  /** The login of the connection string, to another database and for a role. */
  loginFor(database: string, role: string): Login {
    // pg says null where there is none.
    return { user: this.user, password: this.#client.password ?? undefined, database, role }
  }

  config({ user, password, database }: Login): ClientConfig {
    const { host, port, ssl } = this.#client
    // pg would look for a missing password in the environment and in a file.
    return {
      host,
      port,
      ssl,
      user,
      password: password ?? '',
      database,
      application_name: 'rowauth-neon-local',
    }
  }
}

/** Tells logins apart without holding the password. */
export function loginKey({ user, password = '', database, role = user }: Login): string {
  return JSON.stringify([role, user, database, createHash('sha256').update(password).digest('base64')])
}
