import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { schemaStatements } from '../database/schema-statements.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { type VerificationOptions, verificationOption } from '../options/verification.js'

/** `rowauth sql`: the auth schema as a script. */
export function sqlCommand(cli: Cli): Command {
  return addNameOptions(new Command('sql'))
    .addOption(verificationOption('who verifies the tokens').default('application'))
    .description('Print the auth schema as one idempotent SQL script.')
    .action(
      cli.action(({ verification = 'application', ...options }: NameOptions & VerificationOptions) => {
        const names = readNames(options)
        const script = `${schemaStatements(names, verification).join('\n\n')}\n`
        return {
          ok: true,
          json: { version: AUTH_SCHEMA_VERSION, names, verification, sql: script },
          text: () => script,
        }
      }),
    )
}
