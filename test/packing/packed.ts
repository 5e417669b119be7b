import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'

const folders: string[] = []

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

/** A folder outside of the workspace, removed after the tests of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rowauth-packing-'))
  // A PostgreSQL that root starts runs as somebody else.
  await chmod(folder, 0o755)
  folders.push(folder)
  return folder
}

/** Packs the public packages and gives the tarballs of those that are wanted. */
export async function packed(wanted: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)('node', ['scripts/pack-packages.mjs', await temporaryFolder()])
  const all = JSON.parse(stdout) as { name: string; tarball: string }[]
  return wanted.map((name) => {
    const found = all.find((each) => each.name === name)
    if (found === undefined) throw new Error(`${name} was not packed`)
    return found.tarball
  })
}
