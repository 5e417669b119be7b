import { createRequire } from 'node:module'
import { availableParallelism, cpus } from 'node:os'
import { npmVersion as drizzle } from 'drizzle-orm/version'

const { version: pg }: { version: string } = createRequire(import.meta.url)('pg/package.json')

/**
 * When and on what a run was made, and with which versions.
 *
 * @param postgres - the server's version
 */
export function machine(postgres: string): string[] {
  return [
    `- ${new Date().toISOString().slice(0, 10)}`,
    `- ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${process.platform} ${process.arch}`,
    `- Node.js ${process.versions.node}, PostgreSQL ${postgres}, pg ${pg}, drizzle-orm ${drizzle}`,
  ]
}
