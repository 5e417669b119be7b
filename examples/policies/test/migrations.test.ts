import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { main } from 'rowauth'
import { describe, expect, it } from 'vitest'
import { openRecipe, recipeFolder } from './support/recipe.js'

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

describe.each(readdirSync(recipeFolder('.')))('%s', (recipe) => {
  it('has a migration for everything in its schema', async () => {
    const meta = join(recipeFolder(recipe), 'drizzle/meta')
    const last = readdirSync(meta)
      .filter((name) => name.endsWith('_snapshot.json'))
      .sort()
      .at(-1)
    const snapshot = JSON.parse(readFileSync(join(meta, last ?? ''), 'utf8'))
    const schema = await import(`../src/${recipe}/schema.ts`)
    const current = generateDrizzleJson({ ...schema }, snapshot.id)
    expect(await generateMigration(snapshot, current)).toEqual([])
  })

  it('leaves nothing for rowauth check and rowauth doctor', async () => {
    const app = await openRecipe(recipe)
    try {
      expect(await rowauth(recipe, 'check', '--url', app.url)).toMatchObject({ ok: true, findings: [] })
      const { findings } = await rowauth(recipe, 'doctor', '--url', app.url, '--app-role', app.login)
      expect(findings.filter(({ level }: { level: string }) => level !== 'info')).toEqual([])
    } finally {
      await app.close()
    }
  })
})
