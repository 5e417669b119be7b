import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { assertVerification } from '../database/assert-verification.js'
import { readInstalledSchema } from '../database/installed-schema.js'
import { schemaStatements } from '../database/schema-statements.js'
import { withDatabase } from '../database/with-database.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import {
  describeVerification,
  type VerificationOptions,
  verificationOption,
} from '../options/verification.js'

type ApplyOptions = NameOptions & UrlOptions & VerificationOptions

/** `rowauth apply --url`: the auth schema straight into a database, in one transaction. */
export function applyCommand(cli: Cli): Command {
  return addNameOptions(new Command('apply').addOption(urlOption()))
    .addOption(
      verificationOption('who verifies the tokens (default: as it is installed, else the application)'),
    )
    .description('Install the auth schema in a database, or bring it up to date, in one transaction.')
    .action(
      cli.action(async (options: ApplyOptions) => {
        const names = readNames(options)
        const verification = await withDatabase(readUrl(options, cli.terminal), async (client) => {
          const installed = await readInstalledSchema(client, names.schema)
          const isThere = installed.state === 'installed'
          if (isThere && options.verification !== undefined) {
            assertVerification(installed, options.verification)
          }
          const verification = isThere ? installed.verification : (options.verification ?? 'application')
          // A script without parameters is one message and so one transaction.
          await client.query(schemaStatements(names, verification).join('\n'))
          return verification
        })
        return {
          ok: true,
          json: { version: AUTH_SCHEMA_VERSION, names, verification },
          text: (style) =>
            `${style.good('ok')} schema ${names.schema} is at version ${AUTH_SCHEMA_VERSION}, ` +
            `${describeVerification(verification)}\n`,
        }
      }),
    )
}
