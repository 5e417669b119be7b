import { createIssuer } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { CliError } from '../cli-error.js'
import { collect } from '../options/collect.js'
import { isRecord } from '../record.js'
import { readSigningKey } from '../tokens/signing-keys.js'

interface TokenOptions {
  readonly key: string
  readonly sub?: string
  readonly claim?: readonly (readonly [string, string])[]
  readonly claims?: Readonly<Record<string, unknown>>
  readonly issuer?: string
  readonly audience?: readonly string[]
  readonly expiresIn: number
}

/** `rowauth token`: a token for development. */
export function tokenCommand(cli: Cli): Command {
  return new Command('token')
    .description('Sign a token for development with a private key.')
    .requiredOption('--key <file>', 'file with the private JWK; - for standard input')
    .option('--sub <id>', 'the user: claim "sub"')
    .option('--claim <name=value>', 'a further claim, as a string; may be repeated', readClaim)
    .option('--claims <json>', 'further claims, as a JSON object', readClaims)
    .option('--issuer <issuer>', 'claim "iss"')
    .option('--audience <audience>', 'claim "aud"; may be repeated', collect)
    .option('--expires-in <seconds>', 'seconds until it expires', readSeconds, 3600)
    .action(
      cli.action(async ({ key, sub, claim = [], claims = {}, ...options }: TokenOptions) => {
        const { privateJwk } = await readSigningKey(key, cli.terminal)
        const { issuer, audience, expiresIn } = options
        const signer = createIssuer({
          privateJwk,
          expiresIn,
          ...(issuer === undefined ? {} : { issuer }),
          ...(audience === undefined
            ? {}
            : { audience: audience.length === 1 ? String(audience[0]) : audience }),
        })
        const token = await signer.sign({
          ...claims,
          ...Object.fromEntries(claim),
          ...(sub === undefined ? {} : { sub }),
        })
        return { ok: true, json: { token }, text: () => `${token}\n` }
      }),
    )
}

function readClaim(text: string, previous: TokenOptions['claim'] = []): TokenOptions['claim'] {
  const at = text.indexOf('=')
  if (at < 1) throw new CliError('usage', 'The option --claim takes a name, "=", and a value.')
  return [...previous, [text.slice(0, at), text.slice(at + 1)]]
}

function readClaims(text: string): TokenOptions['claims'] {
  let claims: unknown
  try {
    claims = JSON.parse(text)
  } catch {
    claims = undefined
  }
  if (isRecord(claims)) return claims
  throw new CliError('usage', 'The option --claims takes a JSON object.', {
    hint: `Such as '{"admin": true}'.`,
  })
}

/** A positive number of seconds of the command line. */
function readSeconds(text: string): number {
  const seconds = Number(text)
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return seconds
  throw new CliError('usage', 'The option --expires-in takes a positive number of seconds.')
}
