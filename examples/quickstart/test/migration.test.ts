import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = async (folder: string) => (await readdir(folder, { recursive: true })).sort()

it('has a migration for everything in the schema: drizzle-kit finds nothing to add', async () => {
  // drizzle-kit takes folders relative to the project only.
  const copy = await mkdtemp(join(root, '.drizzle-'))
  try {
    await cp(join(root, 'drizzle'), copy, { recursive: true })
    const kit = join(root, 'node_modules/.bin/drizzle-kit')
    const args = [
      'generate',
      '--dialect',
      'postgresql',
      '--schema',
      'src/schema.ts',
      '--out',
      copy.slice(root.length),
    ]
    const { stdout } = await promisify(execFile)(kit, args, { cwd: root })
    expect(stdout).toContain('No schema changes')
    expect(await files(copy)).toEqual(await files(join(root, 'drizzle')))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
})
