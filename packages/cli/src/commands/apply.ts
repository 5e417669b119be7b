import { Command } from 'commander'
import { assertOneWay } from '../adoption/assert-one-way.js'
import { applyAdoption } from '../applying/apply-adoption.js'
import { applyMove } from '../applying/apply-move.js'
import { applySchema } from '../applying/apply-schema.js'
import type { Cli } from '../cli.js'
import { withDatabase } from '../database/with-database.js'
import { addNameOptions, type NameOptions } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import { type VerificationOptions, verificationOption } from '../options/verification.js'
import { type KnownSchema, knownSchema } from '../project/known-names.js'

/** What commander makes of the options of `rowauth apply`. */
export interface ApplyOptions extends NameOptions, UrlOptions, VerificationOptions {
  readonly adopt?: true
  readonly move?: true
  /** What the migrations of the project that the command runs in say. */
  readonly known?: KnownSchema | undefined
}

/** `rowauth apply --url`: the auth schema straight into a database, in one transaction. */
export function applyCommand(cli: Cli): Command {
  return addNameOptions(new Command('apply').addOption(urlOption()))
    .addOption(
      verificationOption('who verifies the tokens (default: as it is installed, else the application)'),
    )
    .option('--adopt', 'use the auth functions and roles that are there, and add what they lack')
    .option('--move', 'put the auth schema in the place of the auth functions that are there')
    .description('Install the auth schema in a database, or bring it up to date, in one transaction.')
    .action(
      cli.action(async (given: ApplyOptions) => {
        assertOneWay(given)
        const { adopt, move } = given
        const apply = adopt ? applyAdoption : move ? applyMove : applySchema
        const url = readUrl(given, cli.terminal)
        // Names of the command line come first; then an adoption's own mark in the database, then the project's.
        const isNamed = given.schema !== undefined || given.roles !== undefined
        const known = isNamed ? undefined : await knownSchema(cli.terminal, given)
        return await withDatabase(url, (client) => apply(client, { ...given, known }))
      }),
    )
}
