import { execFile } from 'node:child_process'
import { chmod, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { locateBinaries } from '../../src/embedded/locate-binaries.js'
import { runnableBinaries, serverAccount } from '../../src/embedded/runnable-binaries.js'

let temp: string

beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'rowauth-test-'))
  await chmod(temp, 0o755)
  vi.stubEnv('TMPDIR', temp)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(temp, { recursive: true, force: true })
})

/** The package as it is unpacked, before its install script has restored the links. */
async function withoutLinks(folder: string): Promise<string> {
  const native = join(temp, folder, 'native')
  await cp(locateBinaries(18), native, { recursive: true, verbatimSymlinks: true })
  const links: { target: string }[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { target } of links) await rm(join(native, '..', target))
  return native
}

async function versionOf(native: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    join(native, 'bin', 'postgres'),
    ['--version'],
    serverAccount(),
  )
  return stdout
}

describe('runnableBinaries', () => {
  it('takes the installed ones where they run', async () => {
    const native = locateBinaries(18)
    expect(await runnableBinaries(native, serverAccount())).toBe(native)
  })

  it('makes one copy with the links that an install script did not restore', async () => {
    const [one, other] = await Promise.all([withoutLinks('one'), withoutLinks('other')])
    await expect(versionOf(one)).rejects.toThrow('shared libraries')
    const copies = await Promise.all([one, other].map((native) => runnableBinaries(native, serverAccount())))
    for (const copy of copies) {
      expect(copy.startsWith(temp)).toBe(true)
      expect(await versionOf(copy)).toContain('PostgreSQL) 18')
    }
    expect((await readdir(temp)).filter((name) => /^rowauth-postgres-[0-9a-f]{16}$/.test(name)).length).toBe(
      (await readdir(temp)).length - 2,
    )
  })

  it('makes a copy where a parent folder is closed to the account', async () => {
    const native = await withoutLinks('closed')
    await chmod(join(temp, 'closed'), 0o700)
    const copy = await runnableBinaries(native, serverAccount())
    expect(await versionOf(copy)).toContain('PostgreSQL) 18')
  })
})
