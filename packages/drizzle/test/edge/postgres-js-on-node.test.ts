import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BuildOptions } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'
import { bundle } from './support/bundle.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

/** Where Git leaves it alone, and Node finds what is installed in the repository. */
const besidePackages = fileURLToPath(new URL('../../.turbo', import.meta.url))

/** What the application prints that esbuild has packed for Node into one file, run in a folder of its own. */
async function answerOf(options: BuildOptions, parent: string): Promise<unknown> {
  const { code } = await bundle('over-postgres-js', { platform: 'node', ...options }, '0.45')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'rowauth-bundle-'))
  try {
    const file = join(folder, options.format === 'cjs' ? 'main.cjs' : 'main.mjs')
    await writeFile(file, code)
    const env = { ...process.env, URL_OF_DATABASE: database.url }
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, env })
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const works = { rows: [{ id: 'alice' }] }
const refused = { code: 'unsupported', message: expect.stringMatching(/npm install pg.*`pg` is external/) }

describe('an application over postgres.js, bundled for Node', () => {
  it('without `pg` builds, and is told what to install when it first asks as a user', async () => {
    expect(await answerOf({ alias: { pg: 'pg-is-not-installed' } }, tmpdir())).toEqual(refused)
  })

  it('with `pg` as an external package works', async () => {
    expect(await answerOf({ external: ['pg'] }, besidePackages)).toEqual(works)
  })

  it('with `pg` in it works as CommonJS; in ESM, where `pg` cannot be packed, it is told so', async () => {
    expect(await answerOf({ format: 'cjs' }, tmpdir())).toEqual(works)
    expect(await answerOf({ format: 'esm' }, tmpdir())).toEqual(refused)
  })
})
