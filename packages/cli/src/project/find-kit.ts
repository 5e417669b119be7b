import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CliError } from '../cli-error.js'

/** The drizzle-kit of a project. */
export interface Kit {
  readonly version: string
  /** The script behind the command. */
  readonly script: string
}

/**
 * Finds the drizzle-kit that a project has installed.
 *
 * @param configPath - the project's config: the kit is looked for where the config would import it from
 * @throws {CliError} `kit_not_found`
 */
export async function findKit(configPath: string): Promise<Kit> {
  // Not `require.resolve`: it looks into NODE_PATH as well, where pnpm keeps what others depend on.
  for (let folder = dirname(configPath); ; folder = dirname(folder)) {
    const kit = await readKit(join(folder, 'node_modules', 'drizzle-kit'))
    if (kit !== undefined) return kit
    if (folder === dirname(folder)) break
  }
  const kit = process.versions.pnp === undefined ? undefined : await plugAndPlayKit(configPath)
  if (kit !== undefined) return kit
  throw new CliError('kit_not_found', 'drizzle-kit is not installed in this project.', {
    hint: 'Install it (npm install --save-dev drizzle-kit). To do without it, use "rowauth sql" or "rowauth apply".',
  })
}

/** Yarn without node_modules. */
async function plugAndPlayKit(configPath: string): Promise<Kit | undefined> {
  try {
    return await readKit(dirname(createRequire(configPath).resolve('drizzle-kit')))
  } catch {
    return undefined
  }
}

async function readKit(folder: string): Promise<Kit | undefined> {
  let manifest: { name?: unknown; version?: unknown; bin?: unknown }
  try {
    manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  } catch {
    return undefined
  }
  const { name, version, bin } = manifest
  const script: unknown = typeof bin === 'string' ? bin : Reflect.get(Object(bin), 'drizzle-kit')
  if (name !== 'drizzle-kit' || typeof version !== 'string' || typeof script !== 'string') return undefined
  return { version, script: join(folder, script) }
}
