import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { main } from 'rowauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecipe, type Recipe, recipeFolder } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

/** What the command prints, run in the folder of a recipe. */
async function rowauth(recipe: string, ...args: string[]) {
  let out = ''
  await main([...args, '--json'], {
    cwd: recipeFolder(recipe),
    env: {},
    colors: false,
    stdin: Readable.from([]),
    writeOut: (text) => {
      out += text
    },
    writeErr: () => {},
  })
  return JSON.parse(out)
}

/** What visitors may ask for; policies decide on rows besides. */
const open: Record<string, readonly string[]> = { sharing: ['documents', 'links'] }

describe.each(readdirSync(recipeFolder('.')))('%s', (recipe) => {
  let app: Recipe
  let schema: Record<string, unknown>

  beforeAll(async () => {
    app = await openRecipe(recipe)
    schema = { ...(await import(`../src/${recipe}/schema.ts`)) }
  })
  afterAll(() => app?.close())

  it('has a migration for everything in its schema', async () => {
    const meta = join(recipeFolder(recipe), 'drizzle/meta')
    const last = readdirSync(meta)
      .filter((name) => name.endsWith('_snapshot.json'))
      .sort()
      .at(-1)
    const snapshot = JSON.parse(readFileSync(join(meta, last ?? ''), 'utf8'))
    expect(await generateMigration(snapshot, generateDrizzleJson(schema, snapshot.id))).toEqual([])
  })

  it('leaves nothing for rowauth check and rowauth doctor', async () => {
    expect(await rowauth(recipe, 'check', '--url', app.url)).toMatchObject({ ok: true, findings: [] })
    const { findings } = await rowauth(recipe, 'doctor', '--url', app.url, '--app-role', app.login)
    expect(findings.filter(({ level }: { level: string }) => level !== 'info')).toEqual([])
  })

  it('gives visitors nothing by accident', async () => {
    const answered: string[] = []
    for (const table of Object.values(schema).filter((each) => is(each, PgTable))) {
      const state = await sqlState(app.visitor.$count(table))
      if (state === 'no error') answered.push(getTableName(table))
      else expect(state).toBe(denied)
    }
    expect(answered).toEqual(open[recipe] ?? [])
  })
})
