import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { NeonLocalProvider } from '../auth/providers.js'
import type { NeonLocalOptions } from '../options.js'

export const usage = `Usage: rowauth-neon-local --database <url> [--jwks <url> [--audience <name>]]… [options]

Serves Neon's SQL over HTTP, and its WebSockets, in front of any PostgreSQL, for development and tests.

  --database <url>        connection string of the server (default: the environment variable DATABASE_URL)
  --jwks <url or file>    a provider's public keys; repeat it for several providers
  --audience <name>       an accepted "aud" of the provider before it; may be repeated
  --allow-http <host>     a host whose keys may be fetched over http, besides loopback ones; may be repeated
  --role <name>           a role that tokens may take (default: authenticated and anonymous); may be repeated
  --password-login        lets the user of --database log in with a password, too, and over WebSockets
  --allowed-origin <url>  origin of web pages that may use it, besides loopback ones; may be repeated
  --allowed-host <name>   a name it may be addressed by, besides loopback ones; may be repeated
  --port <number>         TCP port (default: 4444; 0: a free one)
  --host <address>        address to listen on (default: 127.0.0.1)
  --max-connections <n>   connections to PostgreSQL for each database and role (default: 10)
  --help                  show this
`

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'serve'; readonly options: NeonLocalOptions }

const defaultPort = 4444

/**
 * Reads the arguments of the command.
 *
 * @throws {TypeError} for what cannot be meant; the message never holds a value of `--database`
 */
export function readArguments(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const { values, tokens, positionals } = parseArgs({
    args: [...args],
    options: {
      database: { type: 'string' },
      jwks: { type: 'string', multiple: true },
      audience: { type: 'string', multiple: true },
      'allow-http': { type: 'string', multiple: true },
      role: { type: 'string', multiple: true },
      'password-login': { type: 'boolean' },
      'allowed-origin': { type: 'string', multiple: true },
      'allowed-host': { type: 'string', multiple: true },
      port: { type: 'string' },
      host: { type: 'string' },
      'max-connections': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    tokens: true,
    allowPositionals: true,
  })
  if (values.help) return { kind: 'help' }
  // It may well be a connection string, so it is not repeated.
  if (positionals.length > 0) throw new TypeError('Every argument needs its name in front, as in --database.')
  const connectionString = values.database ?? environment.DATABASE_URL
  if (!connectionString) throw new TypeError('--database is missing, and DATABASE_URL is not set.')
  const providers = readProviders(tokens.filter((token) => token.kind === 'option'))
  const maxConnections = readNumber('max-connections', values['max-connections'])
  return {
    kind: 'serve',
    options: {
      connectionString,
      providers,
      passwordLogin: values['password-login'] ?? false,
      allowedOrigins: values['allowed-origin'] ?? [],
      allowedHosts: values['allowed-host'] ?? [],
      allowHttp: values['allow-http'] ?? [],
      port: readNumber('port', values.port) ?? defaultPort,
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.role === undefined ? {} : { roles: values.role }),
      ...(maxConnections === undefined ? {} : { maxConnections }),
    },
  }
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new TypeError(`--${name} takes a whole number.`)
  return Number(text)
}

/** An audience belongs to the provider that was named before it. */
function readProviders(
  options: readonly { name: string; value?: string | undefined }[],
): NeonLocalProvider[] {
  const providers: { jwks: NeonLocalProvider['jwks']; audience?: string[] }[] = []
  for (const { name, value = '' } of options) {
    if (name === 'jwks') providers.push({ jwks: readKeys(value) })
    if (name !== 'audience') continue
    const provider = providers.at(-1)
    if (provider === undefined) throw new TypeError('--audience belongs after the --jwks that it is for.')
    provider.audience = [...(provider.audience ?? []), value]
  }
  return providers
}

function readKeys(value: string): NeonLocalProvider['jwks'] {
  if (/^https?:/.test(value)) return value
  try {
    return JSON.parse(readFileSync(value, 'utf8'))
  } catch (cause) {
    throw new TypeError('--jwks takes an http(s) address or a file that holds a JWKS.', { cause })
  }
}
