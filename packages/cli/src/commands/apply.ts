import { AUTH_SCHEMA_VERSION, authSchemaSql } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { withDatabase } from '../database/with-database.js'
import { addNameOptions, type NameOptions, readNames, schemaOptions } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'

/** `rowauth apply --url`: the auth schema straight into a database, in one transaction. */
export function applyCommand(cli: Cli): Command {
  return addNameOptions(new Command('apply').addOption(urlOption()))
    .description('Install the auth schema in a database, or bring it up to date, in one transaction.')
    .action(
      cli.action(async (options: NameOptions & UrlOptions) => {
        const names = readNames(options)
        await withDatabase(readUrl(options, cli.terminal), (client) =>
          // A script without parameters is one message and so one transaction.
          client.query(authSchemaSql(schemaOptions(names))),
        )
        return {
          ok: true,
          json: { version: AUTH_SCHEMA_VERSION, names },
          text: (style) =>
            `${style.good('ok')} schema ${names.schema} is at version ${AUTH_SCHEMA_VERSION}\n`,
        }
      }),
    )
}
