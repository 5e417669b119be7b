import { Command, Option } from 'commander'
import type { Cli } from '../../cli.js'
import { assertVerifies } from '../../database/assert-verifies.js'
import { inTransaction } from '../../database/in-transaction.js'
import { withDatabase } from '../../database/with-database.js'
import { type KeySourceOptions, readKeySource, readPresetOption } from '../../key-sets/key-source.js'
import { presetNames } from '../../key-sets/provider-preset.js'
import { readPublishedKeys } from '../../key-sets/published-keys.js'
import { syncLines } from '../../key-sets/show-keys.js'
import { type SyncedKey, syncKeys } from '../../key-sets/sync-keys.js'
import { allowHttpOption } from '../../options/allow-http.js'
import { collect } from '../../options/collect.js'
import { type NameOptions, readNames, schemaOption } from '../../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../../options/url.js'

interface SyncOptions extends KeySourceOptions, Pick<NameOptions, 'schema'>, UrlOptions {
  readonly dryRun?: boolean
}

const help = `
Keys that are new in the set are registered; those of the same issuer that have left it are retired, and with them every
session that they vouch for; the others stay as they are, and so do keys of other issuers. A set that cannot be had, or
that has no key to be used, changes nothing. Run it regularly: issuers change their keys. It may run twice at once.

Presets for --provider: ${presetNames.join(', ')}. As in
  rowauth jwks sync --url --provider clerk --option domain=clerk.example.com`

const anyIssuer = 'Tokens of these keys may name any issuer, or none: give theirs with --issuer.'

/** `rowauth jwks sync`: the keys of a database become those that an issuer publishes. */
export function syncCommand(cli: Cli): Command {
  return new Command('sync')
    .description('Make the keys that a database verifies tokens with those of a published set.')
    .addOption(urlOption())
    .option('--jwks <address or file>', 'the public keys of the issuer; - for standard input')
    .addOption(
      new Option(
        '--provider <preset>',
        'issuer with a preset: where its keys are, what its tokens say',
      ).conflicts('jwks'),
    )
    .addOption(
      new Option('--option <name=value>', 'option of the preset; may be repeated').argParser(
        readPresetOption,
      ),
    )
    .option('--issuer <issuer>', 'value that "iss" must have; may be repeated', collect)
    .option('--audience <audience>', 'accepted value of "aud"; may be repeated', collect)
    .option('--algorithm <name>', 'algorithm of accepted keys; may be repeated (default: any)', collect)
    .addOption(allowHttpOption())
    .option('--dry-run', 'tell what would be done')
    .addOption(schemaOption())
    .addHelpText('after', help)
    .action(
      cli.action(async ({ dryRun = false, ...options }: SyncOptions) => {
        const { schema } = readNames(options)
        const { jwks, issuers, audience, algorithms } = readKeySource(options)
        const url = readUrl(options, cli.terminal)
        const published = await readPublishedKeys(jwks, cli.terminal, options.allowHttp)
        const keys = await withDatabase(url, async (client) => {
          await assertVerifies(client, schema)
          return inTransaction(client, { dryRun }, async () => {
            const all: SyncedKey[] = []
            for (const issuer of issuers) {
              all.push(...(await syncKeys(client, schema, published, { issuer, audience, algorithms })))
            }
            return all
          })
        })
        const notes = issuers.includes(null) ? [anyIssuer] : []
        return {
          ok: true,
          json: { dryRun, audience, keys, notes },
          text: (style) => syncLines(keys, { dryRun, notes }, style),
        }
      }),
    )
}
