import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { npmVersion as drizzle0 } from 'drizzle-orm/version'
import * as drizzle1 from 'drizzle-orm-1/version'

const { version: pg }: { version: string } = createRequire(import.meta.url)('pg/package.json')

/**
 * On what, and with which versions, a run was made.
 *
 * @param postgres - the server's version
 */
export function machine(postgres: string): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const [load = 0] = loadavg()
  return [
    `- ${new Date().toISOString().slice(0, 10)}`,
    `- ${model}, ${availableParallelism()} cores, ${process.platform} ${process.arch}, load average ${load.toFixed(1)} at the start`,
    `- Node.js ${process.versions.node}, PostgreSQL ${postgres}, pg ${pg}`,
  ].join('\n')
}

/** The versions of Drizzle that are measured: the one of most runs, and the next. */
export const drizzleVersions = [drizzle0, drizzle1.npmVersion] as const
