import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { generateSigningKey } from '@rowauth/core'
import { Command, Option } from 'commander'
import type { Cli } from '../cli.js'
import { CliError } from '../cli-error.js'

interface GenerateOptions {
  readonly alg: 'ES256' | 'RS256' | 'EdDSA'
  readonly kid?: string
  readonly out?: string
}

/** `rowauth keys`: so far `generate`. */
export function keysCommand(cli: Cli): Command {
  return new Command('keys')
    .description('Keys to sign tokens with.')
    .helpCommand(false)
    .addCommand(generateCommand(cli))
}

/** `rowauth keys generate`: a private key as a JWK. */
function generateCommand(cli: Cli): Command {
  return new Command('generate')
    .description('Generate a key pair. Prints the private key as a JWK: keep it secret.')
    .addOption(
      new Option('--alg <name>', 'signature algorithm').choices(['ES256', 'RS256', 'EdDSA']).default('ES256'),
    )
    .option('--kid <id>', 'key id (default: the thumbprint of the public key)')
    .option(
      '--out <file>',
      'write the private key to a new file that only you can read; prints the public key',
    )
    .action(
      cli.action(async ({ alg, kid, out }: GenerateOptions) => {
        if (kid === '') throw new CliError('usage', 'The option --kid is empty.')
        const key = await generateSigningKey({ alg, ...(kid === undefined ? {} : { kid }) })
        if (out === undefined) {
          return { ok: true, json: { ...key }, text: () => `${JSON.stringify(key.privateJwk)}\n` }
        }
        await writeSecret(resolve(cli.terminal.cwd, out), out, `${JSON.stringify(key.privateJwk, null, 2)}\n`)
        const { publicJwk } = key
        return { ok: true, json: { file: out, publicJwk }, text: () => `${JSON.stringify(publicJwk)}\n` }
      }),
    )
}

async function writeSecret(path: string, shown: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(text)
    } finally {
      await file.close()
    }
  } catch (cause) {
    const code = cause instanceof Error ? String(Reflect.get(cause, 'code')) : 'unknown'
    throw code === 'EEXIST'
      ? new CliError('file_exists', `${shown} is there already; a key is never overwritten.`, { cause })
      : new CliError('file_not_written', `${shown} cannot be written (${code}).`, { cause })
  }
}
