import { chmod, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closedFolder } from '../../src/embedded/closed-folder.js'

let top: string
let below: string
const somebodyElse = { uid: 65_533, gid: 65_533 }

beforeAll(async () => {
  top = await mkdtemp(join(await realpath(tmpdir()), 'rowauth-closed-'))
  below = join(top, 'open', 'data')
  await mkdir(below, { recursive: true })
})

afterAll(() => rm(top, { recursive: true }))

it('finds the folder that another account cannot pass through', async () => {
  expect(await closedFolder(below, somebodyElse)).toBe(top)
  await chmod(top, 0o711)
  expect(await closedFolder(below, somebodyElse)).toBeUndefined()
  await chmod(below, 0o700)
  expect(await closedFolder(below, somebodyElse)).toBe(below)
})

it('asks the right part of the mode, and nothing for our own account', async () => {
  await chmod(below, 0o010)
  const { gid } = await stat(below)
  expect(await closedFolder(below, { uid: 65_533, gid })).toBeUndefined()
  expect(await closedFolder(below, somebodyElse)).toBe(below)
  expect(await closedFolder(below, {})).toBeUndefined()
})
