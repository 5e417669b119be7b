import { Command } from 'commander'
import type { Cli, CommandFactory } from './cli.js'
import { applyCommand } from './commands/apply.js'
import { checkCommand } from './commands/check.js'
import { doctorCommand } from './commands/doctor.js'
import { grantsCommand } from './commands/grants.js'
import { initCommand } from './commands/init.js'
import { jwksCommand } from './commands/jwks/jwks.js'
import { keysCommand } from './commands/keys.js'
import { sqlCommand } from './commands/sql.js'
import { switchCommand } from './commands/switch.js'
import { tokenCommand } from './commands/token.js'
import { upgradeCommand } from './commands/upgrade.js'
import { verifyCommand } from './commands/verify.js'
import { packageVersion } from './package-version.js'

/** Every command, in the order of `--help`. */
const commands: readonly CommandFactory[] = [
  initCommand,
  grantsCommand,
  upgradeCommand,
  checkCommand,
  doctorCommand,
  sqlCommand,
  applyCommand,
  switchCommand,
  keysCommand,
  jwksCommand,
  tokenCommand,
  verifyCommand,
]

const footer = `
Exit codes: 0 done; 1 refused, failed, or something was found; 2 called wrongly.`

/**
 * The whole command line.
 *
 * @param options - `quiet`: no usage text beside the error
 */
export function createProgram(cli: Cli, options: { readonly quiet: boolean }): Command {
  const program = new Command('rowauth')
    .description('Row-level security for Drizzle projects: migrations, checks, keys and tokens.')
    .version(packageVersion, '--version', 'print the version')
    .option('--json', 'print one JSON document')
    .option('--debug', 'print the stack of an error')
    .helpCommand(false)
    .addHelpText('after', footer)
  for (const create of commands) program.addCommand(create(cli))
  settle(program, cli, options.quiet)
  return program
}

/** What commander hands down only to commands that it makes itself. */
function settle(command: Command, cli: Cli, quiet: boolean): void {
  command
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => cli.terminal.writeOut(text),
      writeErr: (text) => {
        if (!quiet) cli.terminal.writeErr(text)
      },
      getOutHasColors: () => cli.terminal.colors,
      outputError: () => {},
    })
    .exitOverride()
  for (const child of command.commands) settle(child, cli, quiet)
}
