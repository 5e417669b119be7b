import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const packageRoot = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(packageRoot, 'node_modules')

/** The two lines of drizzle-kit, each with the drizzle-orm that it belongs to. */
export const kits = [
  { line: '0.31', kit: 'drizzle-kit', orm: 'drizzle-orm' },
  { line: '1.0', kit: 'drizzle-kit-1', orm: 'drizzle-orm-1' },
] as const

export type KitLine = (typeof kits)[number]

/** A Drizzle project in a folder of its own, with its own drizzle-kit. */
export interface TestProject {
  readonly root: string
  write(file: string, text: string): Promise<void>
  read(file: string): Promise<string>
  /** Every file but those of node_modules, with its content. */
  files(): Promise<Record<string, string>>
  /** The SQL files below `drizzle`, in order. */
  migrations(): Promise<string[]>
  /** Runs the project's drizzle-kit; returns what it prints. */
  kit(...args: string[]): Promise<string>
  /** The same, with variables of the environment. */
  kitWith(env: Record<string, string>, ...args: string[]): Promise<string>
  /** The same, with a database for the config. */
  kitOn(databaseUrl: string, ...args: string[]): Promise<string>
  /** Runs a script of the project; returns what it prints, parsed. */
  node(file: string, env?: Record<string, string>, ...args: string[]): Promise<unknown>
  /** Back to the state of a fresh one. */
  reset(): Promise<void>
  remove(): Promise<void>
}

export const config = `import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  schemaFilter: ['public'],
  dbCredentials: { url: process.env.TEST_DATABASE_URL ?? '' },
})
`

const emptySchema = `import { integer, pgTable } from 'drizzle-orm/pg-core'

export const notes = pgTable('notes', { id: integer().primaryKey() })
`

/** Makes a project; without a kit it has no packages at all. */
export async function createProject(line?: KitLine): Promise<TestProject> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'rowauth-cli-')))
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
  const read = (file: string) => readFile(join(root, file), 'utf8')
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
    })
    return `${stdout}${stderr}`
  }
  const list = async () => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .filter((file) => !file.startsWith('node_modules'))
      .sort()
  }
  const reset = async () => {
    for (const entry of await readdir(root)) {
      if (entry !== 'node_modules') await rm(join(root, entry), { recursive: true })
    }
    await write('package.json', '{ "name": "fixture", "private": true, "type": "module" }\n')
    await write('drizzle.config.ts', config)
    await write('src/schema.ts', emptySchema)
  }
  await reset()
  if (line !== undefined) await installPackages(root, line)
  return {
    root,
    write,
    read,
    files: async () =>
      Object.fromEntries(await Promise.all((await list()).map(async (file) => [file, await read(file)]))),
    migrations: async () =>
      (await list()).filter((file) => file.startsWith('drizzle') && file.endsWith('.sql')),
    kit: (...args) => run(['node_modules/drizzle-kit/bin.cjs', ...args]),
    kitWith: (env, ...args) => run(['node_modules/drizzle-kit/bin.cjs', ...args], env),
    kitOn: (databaseUrl, ...args) =>
      run(['node_modules/drizzle-kit/bin.cjs', ...args], {
        DATABASE_URL: databaseUrl,
        TEST_DATABASE_URL: databaseUrl,
      }),
    node: async (file, env, ...args) => JSON.parse(await run([file, ...args], env)),
    reset,
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

/**
 * As an install would lay them out. Kit and rowauth are copied, so that the drizzle-orm which they find is the
 * project's; the others are linked.
 */
async function installPackages(root: string, { kit, orm }: KitLine): Promise<void> {
  const target = join(root, 'node_modules')
  await mkdir(join(target, '@rowauth'), { recursive: true })
  await mkdir(join(target, '@neondatabase'))
  const kitSource = await realpath(join(modules, kit))
  await cp(kitSource, join(target, 'drizzle-kit'), {
    recursive: true,
    filter: (file) =>
      !/[\\/](skills|node_modules)$|\.d\.m?ts$|[\\/](payload|cli|api-(mysql|sqlite))[.-]/.test(
        file.slice(kitSource.length),
      ),
  })
  for (const name of ['core', 'driver', 'drizzle']) {
    const source = join(packageRoot, '..', name)
    if (!existsSync(join(source, 'dist'))) throw new Error(`packages/${name} is not built: run pnpm build`)
    await mkdir(join(target, '@rowauth', name))
    await cp(join(source, 'package.json'), join(target, '@rowauth', name, 'package.json'))
    await cp(join(source, 'dist'), join(target, '@rowauth', name, 'dist'), { recursive: true })
  }
  const links: [string, string][] = [
    ['drizzle-orm', join(modules, orm)],
    ['pg', join(modules, 'pg')],
    ['@neondatabase/serverless', join(modules, '@neondatabase/serverless')],
    ['jose', join(packageRoot, '../core/node_modules/jose')],
  ]
  const beside = dirname(kitSource)
  for (const name of await readdir(beside)) {
    if (!existsSync(join(target, name))) links.push([name, join(beside, name)])
  }
  for (const [name, path] of links) {
    if (!existsSync(join(target, name))) await symlink(await realpath(path), join(target, name))
  }
}
