import { resolve } from 'node:path'
import { Option } from 'commander'
import type { Terminal } from '../terminal/terminal.js'
import { findConfig } from './find-config.js'
import { findKit, type Kit } from './find-kit.js'
import { type KitConfig, readConfig } from './read-config.js'

/** A project that keeps its migrations with drizzle-kit. */
export interface Project {
  readonly cwd: string
  readonly env: Terminal['env']
  readonly configPath: string
  readonly config: KitConfig
  /** The migrations folder. */
  readonly migrationsFolder: string
  readonly kit: Kit
}

/** What commander makes of {@link configOption}. */
export interface ConfigOptions {
  readonly config?: string
}

/** `--config <path>`, as drizzle-kit has it. */
export function configOption(): Option {
  return new Option(
    '--config <path>',
    'config file of drizzle-kit (default: drizzle.config.* in this folder)',
  )
}

/**
 * Finds the project that a command runs in.
 *
 * @throws {CliError} `config_not_found`, `kit_not_found`, `config_unreadable`, `config_not_postgres`
 */
export async function openProject({ cwd, env }: Terminal, options: ConfigOptions): Promise<Project> {
  const configPath = await findConfig(cwd, options.config)
  // First the kit: most configs import it, so without it they could not be read.
  const kit = await findKit(configPath)
  const config = await readConfig(configPath, { cwd, env })
  return { cwd, env, configPath, config, migrationsFolder: resolve(cwd, config.out), kit }
}
