import { Command } from 'commander'
import type { Cli } from '../../cli.js'
import { CliError } from '../../cli-error.js'
import { type PublicJwk, readSigningKeys } from '../../tokens/signing-keys.js'

/** `rowauth jwks print`: the public keys of private ones. */
export function printCommand(cli: Cli): Command {
  return new Command('print')
    .description('Print the public key set (JWKS) of private keys, to be served to verifiers.')
    .argument(
      '<key...>',
      'files with a private JWK each, as "rowauth keys generate" makes them; - for standard input',
    )
    .action(
      cli.action(async (paths: readonly string[]) => {
        const keys: PublicJwk[] = []
        for (const path of paths) {
          for (const { publicJwk } of await readSigningKeys(path, cli.terminal)) keys.push(publicJwk)
        }
        const kids = new Set(keys.map(({ kid }) => kid))
        if (keys.length > 1 && (kids.size < keys.length || kids.has(undefined))) {
          throw new CliError('key_unusable', 'The keys of one set need key ids ("kid") that differ.')
        }
        return { ok: true, json: { keys }, text: () => `${JSON.stringify({ keys }, null, 2)}\n` }
      }),
    )
}
