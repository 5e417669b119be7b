import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as drizzle from 'drizzle-orm'

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** drizzle-orm 1.0 brings `getColumns`, and a drizzle-kit of its own. */
const isDrizzle1 = 'getColumns' in drizzle

/** The part of both kits' programmatic interface that `generate` is made of. */
interface Api {
  generateDrizzleJson(schema: Record<string, unknown>, previousId?: string): object | Promise<object>
  generateMigration(previous: object, current: object): Promise<string[]>
}

interface Generated {
  readonly statements: string[]
  readonly snapshot: object
}

export interface Kit {
  /** What `drizzle-kit generate` would write, given the snapshot of the migration before. */
  generate(schema: Record<string, unknown>, previous?: object): Promise<Generated>
  close(): Promise<void>
}

/**
 * The drizzle-kit that belongs to the drizzle-orm under test. Each kit asks for the package `drizzle-orm`, so it
 * is copied to a place where that is the right one.
 */
export async function openKit(): Promise<Kit> {
  const [kit, file, orm] = isDrizzle1
    ? ['drizzle-kit-1', 'api-postgres.js', 'drizzle-orm-1']
    : ['drizzle-kit', 'api.js', 'drizzle-orm']
  const directory = await mkdtemp(join(modules, '.kit-'))
  const copy = join(directory, 'node_modules', 'drizzle-kit', file)
  await mkdir(dirname(copy), { recursive: true })
  await copyFile(join(modules, kit, file), copy)
  await symlink(join(modules, orm), join(directory, 'node_modules', 'drizzle-orm'))
  await writeFile(join(dirname(copy), 'package.json'), '{}')
  const api: Api = createRequire(copy)(copy)
  const empty = await api.generateDrizzleJson({})
  return {
    async generate(schema, previous = empty) {
      const id: string | undefined = Reflect.get(previous, 'id')
      const snapshot = await api.generateDrizzleJson(schema, id)
      return { snapshot, statements: await api.generateMigration(previous, snapshot) }
    },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}
