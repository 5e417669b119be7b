import { Failure } from './failure.js'

/** Whom a request connects as, and to what. The host is not part of it: the server is ours. */
export interface ConnectionTarget {
  readonly user: string
  readonly database: string
  /** Undefined when there is none. */
  readonly password: string | undefined
}

const refuse = (message: string) => new Failure(400, message)

/** Percent-decoding that leaves a `%` alone which encodes nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch (cause) {
    throw new Failure(400, 'invalid username: invalid utf-8 sequence', { cause })
  }
}

/**
 * Reads the `Neon-Connection-String` header, with Neon's messages for what is wrong with it.
 *
 * @throws {Failure} 400
 */
export function readConnectionString(header: string | undefined): ConnectionTarget {
  if (header === undefined || !/^[\t\x20-\x7e]*$/.test(header)) {
    throw refuse('invalid header: neon-connection-string')
  }
  let url: URL
  try {
    url = new URL(header)
  } catch (cause) {
    throw new Failure(400, 'invalid connection string: not an absolute URL', { cause })
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') throw refuse('incorrect scheme')
  if (!url.pathname.startsWith('/')) throw refuse('missing database name')
  const database = decode(url.pathname.split('/')[1] ?? '')
  const user = decode(url.username)
  if (user === '') throw refuse('missing username')
  if (!isDomain(url.hostname)) throw refuse('missing hostname')
  return {
    user,
    // PostgreSQL's own rule for a connection that names none.
    database: database === '' ? user : database,
    password: url.password === '' ? undefined : decode(url.password),
  }
}

/** Neon finds the endpoint by its host name, so an address will not do. */
function isDomain(hostname: string): boolean {
  return hostname !== '' && !hostname.startsWith('[') && !/^\d{1,3}(\.\d{1,3}){3}$/.test(hostname)
}
