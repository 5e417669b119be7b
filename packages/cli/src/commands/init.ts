import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { initialise } from '../initialising/initialise.js'
import { addNameOptions, type NameOptions } from '../options/names.js'
import { type UrlOptions, urlOption } from '../options/url.js'
import { type VerificationOptions, verificationOption } from '../options/verification.js'
import { type ConfigOptions, configOption } from '../project/open-project.js'

/** What commander makes of the options of `rowauth init`. */
export interface InitOptions extends NameOptions, UrlOptions, ConfigOptions, VerificationOptions {
  readonly adopt?: true
  readonly move?: true
  readonly grants?: true
  readonly dryRun?: true
}

const help = `
Where migrations or the database show row-level security already (the extension pg_session_jwt of Neon RLS, Supabase,
functions of your own, policies that read settings), init adopts it: it uses what is there and adds a login role. With
--move the auth schema of rowauth takes the place of an extension or of functions of your own, and policies, defaults,
views and functions that call them stay as they are. Nothing but a migration is written.`

/** `rowauth init`: the auth schema as a migration of a drizzle-kit project, or what is there already adopted. */
export function initCommand(cli: Cli): Command {
  return addNameOptions(new Command('init').addOption(configOption()).addOption(urlOption()))
    .addOption(verificationOption('who verifies the tokens (default: the application)'))
    .option('--adopt', 'use the auth functions and roles that are there')
    .option('--move', 'put the auth schema in the place of the auth functions that are there')
    .option('--grants', 'grant the roles what policies are for, too')
    .option('--dry-run', 'tell what would be done')
    .description('Add the auth schema to the migrations of a drizzle-kit project, or adopt what is there.')
    .addHelpText('after', help)
    .action(cli.action((options: InitOptions) => initialise(cli.terminal, options)))
}
