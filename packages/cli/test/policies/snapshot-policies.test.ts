import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSnapshot } from '../../src/policies/snapshot-policies.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowauth-snapshots-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Record<string, string>) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
}

const journal = JSON.stringify({ entries: [{ tag: '0000_a' }, { tag: '0001_b' }] })
const conflict = '<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n'

test.each([
  ['of 0.31', 'meta/0000_snapshot.json', 'meta/0001_snapshot.json'],
  ['of 1.0', '0000_a/snapshot.json', '0001_b/snapshot.json'],
])('a snapshot %s that is no JSON does not leave the word to the one before', async (_, first, second) => {
  if (first.startsWith('meta')) await write({ 'meta/_journal.json': journal })
  await write({ [first]: '{}' })
  expect(await readSnapshot(folder)).toMatchObject({ file: first, policies: [] })
  await write({ [second]: conflict })
  await expect(readSnapshot(folder)).rejects.toMatchObject({ code: 'migrations_inconsistent' })
})
