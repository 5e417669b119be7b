import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CliError } from '../cli-error.js'

/** In the order in which they are preferred; drizzle-kit itself looks for the first three. */
const extensions = ['ts', 'js', 'json', 'mts', 'mjs', 'cts', 'cjs']

/**
 * The config file of drizzle-kit in a folder.
 *
 * @param folder - where the command runs
 * @param given - the path that was given instead
 * @throws {CliError} `config_not_found`
 */
export async function findConfig(folder: string, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    const path = resolve(folder, given)
    if (await isFile(path)) return path
    throw new CliError('config_not_found', `There is no config file ${given}.`, {
      hint: 'Give the path of the drizzle-kit config after --config.',
    })
  }
  for (const extension of extensions) {
    const path = join(folder, `drizzle.config.${extension}`)
    if (await isFile(path)) return path
  }
  throw new CliError(
    'config_not_found',
    'There is no drizzle.config.ts (.js, .mjs, .cjs, .json) in this folder.',
    {
      hint:
        'Run the command where you run drizzle-kit, or give the path after --config. Without drizzle-kit, use ' +
        '"rowauth sql" or "rowauth apply".',
    },
  )
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (error instanceof Error && ['ENOENT', 'ENOTDIR'].includes(String(Reflect.get(error, 'code'))))
      return false
    throw error
  }
}
