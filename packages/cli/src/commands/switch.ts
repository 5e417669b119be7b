import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command, Option } from 'commander'
import type { Cli } from '../cli.js'
import { assertInstalled } from '../database/assert-installed.js'
import { withDatabase } from '../database/with-database.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import { describeVerification, type Verification } from '../options/verification.js'
import { moveSchema } from '../switching/move-schema.js'
import { nextState } from '../switching/next-state.js'
import { nextSteps } from '../switching/next-steps.js'

interface SwitchOptions extends NameOptions, UrlOptions {
  readonly to: Verification
  readonly finish?: boolean
  readonly dryRun?: boolean
}

const help = `
A switch has two steps, so that no request fails meanwhile. After the first one applications of either kind work, and
the database believes the claims of either: as little as before a switch to the database, and less than after it, so
do not leave it there. The second step, with --finish, is for when every application works the new way.

Policies stay as they are, and each step is one transaction. The second step to the application drops the registered keys.`

/** `rowauth switch`: who verifies the tokens, on a database in use. */
export function switchCommand(cli: Cli): Command {
  return addNameOptions(new Command('switch').addOption(urlOption()))
    .description('Change who verifies the tokens, the application or the database, while both are in use.')
    .addOption(
      new Option('--to <by>', 'who is to verify the tokens')
        .choices(['application', 'database'])
        .makeOptionMandatory(),
    )
    .option('--finish', 'the second step: every application works the new way')
    .option('--dry-run', 'tell what would be done, after trying it')
    .addHelpText('after', help)
    .action(
      cli.action(async ({ to, finish = false, dryRun = false, ...options }: SwitchOptions) => {
        const names = readNames(options)
        const { from, state } = await withDatabase(readUrl(options, cli.terminal), async (client) => {
          const { verification: from } = await assertInstalled(client, names.schema)
          const state = nextState(from, to, finish)
          if (state !== from) await moveSchema(client, names, state, { dryRun })
          return { from, state }
        })
        const next = nextSteps(state, to)
        return {
          ok: true,
          json: { from, state, to, dryRun, version: AUTH_SCHEMA_VERSION, names, next },
          text: (style) => {
            const done = from === state ? 'is' : dryRun ? 'would be' : 'is now'
            return [
              `${style.good('ok')} schema ${names.schema} ${done} ${describeState(state)}`,
              ...(dryRun ? [`${style.warning('note')} Nothing was changed: this is a dry run.`] : []),
              '\nNext:',
              ...next.map((step) => `  ${step}`),
              '',
            ].join('\n')
          },
        }
      }),
    )
}

function describeState(state: Parameters<typeof describeVerification>[0]): string {
  return state === 'transition' ? describeVerification(state) : `for ${describeVerification(state)}`
}
