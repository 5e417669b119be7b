import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const examples = [
  { example: 'quickstart', schema: 'src/schema.ts' },
  { example: 'custom-jwt', schema: 'src/schema.ts' },
  { example: 'guides', schema: 'src/schema.ts' },
  { example: 'nestjs', schema: 'src/database/schema.ts' },
]
const files = async (folder: string) => (await readdir(folder, { recursive: true })).sort()

it.each(examples)('$example has a migration for everything in its schema', async ({ example, schema }) => {
  const root = fileURLToPath(new URL(`../../${example}/`, import.meta.url))
  // drizzle-kit takes folders relative to the project only.
  const copy = await mkdtemp(join(root, '.drizzle-'))
  try {
    await cp(join(root, 'drizzle'), copy, { recursive: true })
    const kit = join(root, 'node_modules/.bin/drizzle-kit')
    const args = ['generate', '--dialect', 'postgresql', '--schema', schema, '--out', copy.slice(root.length)]
    const { stdout } = await promisify(execFile)(kit, args, { cwd: root })
    expect(stdout).toContain('No schema changes')
    expect(await files(copy)).toEqual(await files(join(root, 'drizzle')))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
})
