import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
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

/** What a kit asks when something is new and something is gone: the new thing first, then each way to rename. */
export type Answers = (choices: readonly unknown[]) => unknown

/** How the kits ask, and how the copies ask us instead. 0.31 tells what it was answered, too. */
const questions = [
  [/\(0, import_hanji2\.render\)\(\s*new Resolve/g, 'rowauthAnswer(new Resolve'],
  [/\(0, import_hanji\$4\.render\)\(\s*new Resolve/g, 'rowauthAnswer(new Resolve'],
  [/isInteractive\(\) \? resolveTtyMode\(\) : resolveFromHints\(\)/g, 'resolveTtyMode()'],
] as const

const answering = Symbol.for('rowauth: answers to drizzle-kit')

const asksUs = `
const console = Object.assign(Object.create(globalThis.console), { log() {} })
const rowauthAnswer = (view) => ({
  status: 'submitted',
  data: globalThis[Symbol.for('${answering.description}')]((view.state ?? view.data).items),
})
`

function askingUs(source: string): string {
  let asks = 0
  const text = questions.reduce(
    (changed, [question, answer]) =>
      changed.replace(question, () => {
        asks += 1
        return answer
      }),
    source,
  )
  if (asks < 2) throw new Error('This drizzle-kit asks in another way.')
  return `${asksUs}${text}`
}

/**
 * The drizzle-kit that belongs to the drizzle-orm under test. Each kit asks for the package `drizzle-orm`, so it
 * is copied to a place where that is the right one.
 *
 * @param answers - to what the kit asks; without them it must not ask
 */
export async function openKit(answers?: Answers): Promise<Kit> {
  const [kit, file, orm] = isDrizzle1
    ? ['drizzle-kit-1', 'api-postgres.js', 'drizzle-orm-1']
    : ['drizzle-kit', 'api.js', 'drizzle-orm']
  const directory = await mkdtemp(join(modules, '.kit-'))
  const copy = join(directory, 'node_modules', 'drizzle-kit', file)
  await mkdir(dirname(copy), { recursive: true })
  const source = await readFile(join(modules, kit, file), 'utf8')
  await writeFile(copy, answers ? askingUs(source) : source)
  await symlink(join(modules, orm), join(directory, 'node_modules', 'drizzle-orm'))
  await writeFile(join(dirname(copy), 'package.json'), '{}')
  const api: Api = createRequire(copy)(copy)
  const empty = await api.generateDrizzleJson({})
  return {
    async generate(schema, previous = empty) {
      const id: string | undefined = Reflect.get(previous, 'id')
      Reflect.set(globalThis, answering, answers)
      const snapshot = await api.generateDrizzleJson(schema, id)
      return { snapshot, statements: await api.generateMigration(previous, snapshot) }
    },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}
