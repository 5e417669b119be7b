import type { Command } from 'commander'
import type { Report } from './terminal/report.js'
import type { Terminal } from './terminal/terminal.js'

/** What a command is made with. */
export interface Cli {
  readonly terminal: Terminal
  /**
   * Makes a commander action of a function that takes the command's arguments and options and returns what is to
   * be printed. A `CliError` or any other error that it throws is printed as one message.
   */
  action<Args extends unknown[]>(
    run: (...args: Args) => Report | Promise<Report>,
  ): (this: Command, ...args: Args) => Promise<void>
}

/** Makes one command; the registry is in `program.ts`. */
export type CommandFactory = (cli: Cli) => Command
