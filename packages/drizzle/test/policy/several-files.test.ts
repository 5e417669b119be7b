import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import * as samples from './samples.js'
import { lists } from './several-files/lists.js'
import { members } from './several-files/members.js'
import { openKit } from './support/kit.js'

const sources = fileURLToPath(new URL('./several-files', import.meta.url))
let folder: string

/** Both modules for Node itself: vitest and bundles let a module read what another one has not set yet. */
beforeAll(async () => {
  folder = await mkdtemp(fileURLToPath(new URL('../../node_modules/.several-files-', import.meta.url)))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await build({
    stdin: { contents: "export * from '@rowauth/drizzle'", resolveDir: sources },
    outfile: join(folder, 'rowauth.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['source'],
    external: ['drizzle-orm'],
  })
  for (const name of ['lists', 'members']) {
    const { code } = await transform(await readFile(join(sources, `${name}.ts`), 'utf8'), { loader: 'ts' })
    await writeFile(join(folder, `${name}.js`), code.replace('"@rowauth/drizzle"', '"./rowauth.js"'))
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['lists', 'members'],
  ['members', 'lists'],
])('%s can be loaded before %s', (first, second) => {
  const program = `
    import { ${first} } from './${first}.js'
    import { ${second} } from './${second}.js'
    import { getTableConfig } from 'drizzle-orm/pg-core'
    console.log(getTableConfig(lists).policies.length, getTableConfig(members).foreignKeys[0].getName())`
  const options = { cwd: folder, input: program, encoding: 'utf8' } as const
  expect(execFileSync(process.execPath, ['--input-type=module'], options)).toBe(
    '2 members_list_id_lists_id_fk\n',
  )
})

test('what a circle of foreign key and policy infers is no any', () => {
  expectTypeOf<typeof lists.$inferSelect>().toEqualTypeOf<{ id: string; name: string | null }>()
  expectTypeOf<typeof members.$inferSelect>().toEqualTypeOf<{ listId: string; userId: string }>()
  expectTypeOf(samples.lists.$inferSelect).toEqualTypeOf<{ id: string; name: string | null }>()
  expectTypeOf(samples.members.$inferSelect).toEqualTypeOf<{ listId: string; userId: string }>()
  expectTypeOf(samples.folders.$inferSelect).toEqualTypeOf<{
    id: number
    parentId: number | null
    name: string | null
  }>()
})

test('one file and several make the same migration', async () => {
  const kit = await openKit()
  const several = await kit.generate({ lists, members })
  const one = await kit.generate({ lists: samples.lists, members: samples.members })
  await kit.close()
  expect(several.statements).toEqual(one.statements)
  expect(several.statements.join('\n')).toContain('FOREIGN KEY ("list_id") REFERENCES')
})
