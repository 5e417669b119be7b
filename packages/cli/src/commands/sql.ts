import { AUTH_SCHEMA_VERSION, authSchemaSql } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { addNameOptions, type NameOptions, readNames, schemaOptions } from '../options/names.js'

/** `rowauth sql`: the auth schema as a script. */
export function sqlCommand(cli: Cli): Command {
  return addNameOptions(new Command('sql'))
    .description('Print the auth schema as one idempotent SQL script.')
    .action(
      cli.action((options: NameOptions) => {
        const names = readNames(options)
        const script = authSchemaSql(schemaOptions(names))
        return {
          ok: true,
          json: { version: AUTH_SCHEMA_VERSION, names, sql: script },
          text: () => script,
        }
      }),
    )
}
