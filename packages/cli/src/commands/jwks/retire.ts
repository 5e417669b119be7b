import { Command } from 'commander'
import type { Cli } from '../../cli.js'
import { assertVerifies } from '../../database/assert-verifies.js'
import { inTransaction } from '../../database/in-transaction.js'
import { withDatabase } from '../../database/with-database.js'
import { retireKeys } from '../../key-sets/retire-keys.js'
import { syncLines } from '../../key-sets/show-keys.js'
import { type NameOptions, readNames, schemaOption } from '../../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../../options/url.js'

interface RetireOptions extends Pick<NameOptions, 'schema'>, UrlOptions {
  readonly issuer?: string
  readonly dryRun?: boolean
}

const help = `
From then on every token, session and ticket of the key is refused. Without --issuer the key goes from every issuer that
it is registered for. "rowauth jwks sync" registers it again as long as its issuer publishes it. A key id that starts
with a hyphen is written behind "--", which ends the options: rowauth jwks retire --url … -- -2Xk9`

/** `rowauth jwks retire`: one key less that a database verifies tokens with. */
export function retireCommand(cli: Cli): Command {
  return new Command('retire')
    .description('Take a key from those that a database verifies tokens with.')
    .argument('<kid>', 'its key id')
    .addOption(urlOption())
    .option('--issuer <issuer>', 'the issuer that it is registered for, where several keys have this id')
    .option('--dry-run', 'tell what would be done')
    .addOption(schemaOption())
    .addHelpText('after', help)
    .action(
      cli.action(async (kid: string, { dryRun = false, issuer, ...options }: RetireOptions) => {
        const { schema } = readNames(options)
        const keys = await withDatabase(readUrl(options, cli.terminal), async (client) => {
          await assertVerifies(client, schema)
          return inTransaction(client, { dryRun }, () => retireKeys(client, schema, kid, issuer))
        })
        return { ok: true, json: { dryRun, keys }, text: (style) => syncLines(keys, { dryRun }, style) }
      }),
    )
}
