import { Command } from 'commander'
import type { Cli } from '../../cli.js'
import { assertVerifies } from '../../database/assert-verifies.js'
import { withDatabase } from '../../database/with-database.js'
import { readRegisteredKeys, stateOf } from '../../key-sets/registered-key.js'
import { registeredLines } from '../../key-sets/show-keys.js'
import { type NameOptions, readNames, schemaOption } from '../../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../../options/url.js'

/** `rowauth jwks list`: the keys that a database verifies tokens with. */
export function listCommand(cli: Cli): Command {
  return new Command('list')
    .description('List the keys that a database verifies tokens with.')
    .addOption(urlOption())
    .addOption(schemaOption())
    .action(
      cli.action(async (options: Pick<NameOptions, 'schema'> & UrlOptions) => {
        const { schema } = readNames(options)
        const keys = await withDatabase(readUrl(options, cli.terminal), async (client) => {
          await assertVerifies(client, schema)
          return readRegisteredKeys(client, schema)
        })
        return {
          ok: true,
          json: { keys: keys.map((key) => ({ ...key, state: stateOf(key) })) },
          text: (style) => registeredLines(keys, style),
        }
      }),
    )
}
