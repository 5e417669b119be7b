import type { Cli } from './cli.js'
import type { ExitCode } from './exit-code.js'
import { createProgram } from './program.js'
import { jsonOf } from './terminal/as-json.js'
import { describeError } from './terminal/describe-error.js'
import { createStyle } from './terminal/style.js'
import type { Terminal } from './terminal/terminal.js'

/**
 * Runs the command line and prints what comes of it.
 *
 * @param args - the arguments, without those for Node and the script
 * @param terminal - where to read and write
 * @returns the exit code: 0 done; 1 refused, failed, or something was found; 2 called wrongly
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const style = createStyle(terminal.colors)
  let exitCode: ExitCode = 0
  const cli: Cli = {
    terminal,
    action: (run) =>
      async function (...args) {
        const report = await run(...args)
        if (this.optsWithGlobals().json === true) {
          terminal.writeOut(jsonOf(report))
        } else {
          terminal.writeOut(report.text(style))
        }
        exitCode = report.ok ? 0 : 1
      },
  }
  try {
    await createProgram(cli, { quiet: args.includes('--json') }).parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    const failure = describeError(error)
    if (failure === undefined) return 0
    if (args.includes('--json')) {
      const { code, message, hint } = failure
      terminal.writeOut(`${JSON.stringify({ ok: false, error: { code, message, hint } }, null, 2)}\n`)
    } else {
      terminal.writeErr(`${style.bad('error')} ${failure.message}\n`)
      if (failure.hint !== undefined) terminal.writeErr(`${failure.hint}\n`)
    }
    if (args.includes('--debug') && error instanceof Error) terminal.writeErr(`${error.stack}\n`)
    return failure.exitCode
  }
}
