import { AuthError, createVerifier, type SignatureAlgorithm } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { usageError } from '../cli-error.js'
import { allowHttpHint, allowHttpOption } from '../options/allow-http.js'
import { collect } from '../options/collect.js'
import { explainRefusal } from '../tokens/explain-refusal.js'
import { inspectToken } from '../tokens/inspect-token.js'
import { type JwksSource, openJwks } from '../tokens/jwks-source.js'
import { readInput } from '../tokens/read-input.js'
import { inspectionLines } from '../tokens/show-inspection.js'

interface VerifyOptions {
  readonly jwks: string
  readonly issuer?: readonly string[]
  readonly audience?: readonly string[]
  readonly algorithm?: readonly SignatureAlgorithm[]
  readonly require?: readonly string[]
  readonly clockTolerance?: string
  readonly allowHttp?: readonly string[]
}

const help = `
Arguments can be read by other users of this machine and stay in the history of your shell: give a token that counts
on standard input, as in  rowauth verify - --jwks … < token.txt

Shown are the header, the times, and the names of the claims; never their values, never the signature.`

/** `rowauth verify`: would this token be accepted, and if not, why? */
export function verifyCommand(cli: Cli): Command {
  return new Command('verify')
    .description('Tell why a token is refused, or that it is accepted.')
    .argument('<token>', 'the token; - to read it from standard input')
    .requiredOption('--jwks <url or file>', 'the public keys of the issuer')
    .option('--issuer <issuer>', 'accepted value of "iss"; may be repeated', collect)
    .option('--audience <audience>', 'accepted value of "aud"; may be repeated', collect)
    .option(
      '--algorithm <name>',
      'accepted algorithm; may be repeated (default: RS256, ES256, EdDSA)',
      collect,
    )
    .option('--require <claim>', 'claim that must be there; may be repeated', collect)
    .option('--clock-tolerance <seconds>', 'seconds by which clocks may differ (default: 30)')
    .addOption(allowHttpOption())
    .addHelpText('after', help)
    .action(
      cli.action(async (argument: string, options: VerifyOptions) => {
        const token = argument === '-' ? (await readInput('-', cli.terminal)).replace(/\r?\n$/, '') : argument
        const jwks = await openJwks(options.jwks, cli.terminal)
        const refusal = await refusalOf(token, options, jwks.options)
        const inspection = inspectToken(token)
        const status = jwks.status()
        const reasons =
          refusal === undefined
            ? []
            : explainRefusal(refusal.code, token, {
                issuer: options.issuer ?? [],
                audience: options.audience ?? [],
                keyIds: jwks.keyIds(),
              })
        if (refusal?.code === 'jwks_unavailable' && status !== undefined) {
          reasons.unshift(`The address answered with HTTP status ${status}.`)
        }
        const { code, message } = refusal ?? {}
        return {
          ok: refusal === undefined,
          json: { code, message, reasons, token: inspection },
          text: (style) =>
            [
              code === undefined
                ? style.good('accepted')
                : `${style.bad('refused')} ${style.strong(code)}\n${message}`,
              ...reasons,
              ...inspectionLines(inspection, style),
              '',
            ].join('\n'),
        }
      }),
    )
}

async function refusalOf(
  token: string,
  options: VerifyOptions,
  jwks: JwksSource['options'],
): Promise<AuthError | undefined> {
  const { issuer, audience, algorithm, require: requiredClaims, clockTolerance, allowHttp } = options
  try {
    await createVerifier({
      ...jwks,
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
      ...(algorithm === undefined ? {} : { algorithms: algorithm }),
      ...(requiredClaims === undefined ? {} : { requiredClaims }),
      ...(allowHttp === undefined ? {} : { allowHttp }),
      ...(clockTolerance === undefined ? {} : { clockTolerance: Number(clockTolerance) }),
    }).verify(token)
    return undefined
  } catch (error) {
    if (error instanceof AuthError) return error
    // Options that cannot be meant.
    if (error instanceof TypeError) {
      throw error.message.includes('allowHttp') ? usageError(error, allowHttpHint) : usageError(error)
    }
    throw error
  }
}
