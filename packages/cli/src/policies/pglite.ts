import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { isRecord } from '../record.js'
import type { Query } from './read-row-security.js'

/** As much of PGlite as is needed here. */
interface Pglite {
  exec(sql: string): Promise<readonly { readonly rows: readonly Record<string, unknown>[] }[]>
  close(): Promise<void>
}

/** The package, and how to import what else is in it. */
export interface LoadedPglite {
  create(options: { extensions: Record<string, unknown> }): Promise<Pglite>
  load(path: string): Promise<Readonly<Record<string, unknown>> | undefined>
}

const packageName = '@electric-sql/pglite'

/** PGlite as the project has it, or as the package rowauth finds it; undefined where neither does. */
export async function loadPglite(importedFrom: string): Promise<LoadedPglite | undefined> {
  for (const from of [pathToFileURL(importedFrom).href, import.meta.url]) {
    const require = createRequire(from)
    const load = async (name: string) => {
      try {
        const module: unknown = await import(pathToFileURL(require.resolve(name)).href)
        if (!isModule(module)) return undefined
        return { ...(isModule(module.default) ? module.default : {}), ...module }
      } catch {
        return undefined
      }
    }
    const { PGlite } = (await load(packageName)) ?? {}
    const create: unknown = typeof PGlite === 'function' ? Reflect.get(PGlite, 'create') : undefined
    if (typeof create !== 'function') continue
    return {
      create: (options) => create.call(PGlite, options),
      load: (path) => load(`${packageName}/${path}`),
    }
  }
  return undefined
}

function isModule(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) || typeof value === 'function'
}

/** Opens one in memory, with those of the extensions that it brings. */
export async function openPglite(
  { create, load }: LoadedPglite,
  extensions: readonly string[],
): Promise<{ query: Query; close(): Promise<void> }> {
  const found: Record<string, unknown> = {}
  for (const name of extensions) {
    const key = name.replaceAll('-', '_')
    const module = (await load(`contrib/${key}`)) ?? (await load(key))
    if (module?.[key] !== undefined) found[key] = module[key]
  }
  const database = await create({ extensions: found })
  return {
    query: async (sql) => (await database.exec(sql)).at(-1)?.rows ?? [],
    close: () => database.close(),
  }
}
