import { Failure } from './failure.js'

/** Whom a request connects as, and to what. The host is not part of it: the server is ours. */
export interface ConnectionTarget {
  readonly user: string
  readonly database: string
  /** Undefined when there is none. */
  readonly password: string | undefined
}

/** In bytes. PostgreSQL cuts names off at 63, and hangs up on a startup message of more than 10,000. */
const maxName = 1_000

const refuse = (message: string) => new Failure(400, message)

/**
 * Percent-decoding that leaves a `%` alone which encodes nothing. What comes out becomes a startup parameter of
 * PostgreSQL's protocol: U+0000 would end it and begin another one, and no other control character is of any use.
 */
function decode(text: string, what: 'username' | 'password' | 'database name'): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch (cause) {
    throw new Failure(400, `invalid ${what}: invalid utf-8 sequence`, { cause })
  }
  if (/\p{Cc}/u.test(decoded)) throw refuse(`invalid ${what}: it holds a control character`)
  if (what !== 'password' && Buffer.byteLength(decoded) > maxName)
    throw refuse(`invalid ${what}: it is too long`)
  return decoded
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
  const database = decode(url.pathname.split('/')[1] ?? '', 'database name')
  const user = decode(url.username, 'username')
  if (user === '') throw refuse('missing username')
  if (!isDomain(url.hostname)) throw refuse('missing hostname')
  return {
    user,
    // PostgreSQL's own rule for a connection that names none.
    database: database === '' ? user : database,
    password: url.password === '' ? undefined : decode(url.password, 'password'),
  }
}

/** Neon finds the endpoint by its host name, so an address will not do. */
function isDomain(hostname: string): boolean {
  return hostname !== '' && !hostname.startsWith('[') && !/^\d{1,3}(\.\d{1,3}){3}$/.test(hostname)
}
