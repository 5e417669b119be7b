import { startNeonLocal } from '../start-neon-local.js'
import { readArguments, usage } from './arguments.js'

/**
 * Runs the command until SIGTERM or SIGINT; a second signal ends it at once.
 *
 * @returns the exit code
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const command = readArguments(args, process.env)
    if (command.kind === 'help') {
      process.stdout.write(usage)
      return 0
    }
    const local = await startNeonLocal(command.options)
    const ended = signalled()
    process.stdout.write(`Neon's SQL over HTTP: ${local.url}\n`)
    if (command.options.passwordLogin) process.stdout.write(`Neon's WebSockets: ${local.wsProxy}\n`)
    await ended
    await local.close()
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

/** Listens for the first signal only, so that the next one has its usual effect. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGTERM', end)
      process.off('SIGINT', end)
      resolve()
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  })
}
