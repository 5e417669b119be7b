import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from '../packing/new-project.js'
import { packed, temporaryFolder } from '../packing/packed.js'
import { callsThatWork, clientNames, expected, outcomesOf } from './support/outcomes.js'
import { runtimes } from './support/runtimes.js'
import { type ClientSettings, startClientSettings } from './support/settings.js'
import { CompatibilityTable } from './support/table.js'
import { everything, newest, specifiers } from './support/versions.js'
import { titlesInWorkerd } from './support/workerd.js'

const names = ['@rowauth/core', '@rowauth/driver', '@rowauth/drizzle']
// The oldest Node is nearly the one that everything else runs on.
const chosen = everything ? runtimes : runtimes.slice(1)
const table = new CompatibilityTable('runtimes', ['runtime', 'node-postgres', 'Neon over HTTP', 'PGlite'])

describe('the packed packages, with the newest of everything', { timeout: 300_000 }, () => {
  let project: NewProject
  let settings: ClientSettings

  beforeAll(async () => {
    project = new NewProject(await temporaryFolder())
    const programs = chosen.map(({ specifier }) => specifier)
    await project.install([...(await packed(names)), ...specifiers(newest), ...programs])
    await copyFile('test/runtimes/project/clients.mjs', join(project.folder, 'clients.mjs'))
    settings = await startClientSettings()
  }, 300_000)
  afterAll(() => settings?.close())

  it.each(chosen)('run on $title', async ({ title, command }) => {
    const outcomes = await outcomesOf(project, [...command(project.folder), 'clients.mjs'], settings)
    expect(outcomes).toEqual(expected)
    table.add(title, ...clientNames.map((name) => callsThatWork(outcomes[name])))
  })

  it('run in workerd, over HTTP', async () => {
    const { alice } = settings.settings.tokens
    const { version, titles } = await titlesInWorkerd(project.folder, settings)
    expect(await titles(alice)).toEqual([200, { titles: ['a1', 'a2'], count: 2 }])
    expect(await titles()).toEqual([200, { titles: ['public'], count: 1 }])
    expect(await titles(`${alice.slice(0, -4)}AAAA`)).toMatchObject([
      401,
      { code: 'token_signature_invalid' },
    ])
    table.add(`workerd (miniflare ${version})`, '', 'select, batch', '')
  })

  it('run where docs/compatibility.md says', () => {
    const { found, written } = table.compare()
    expect(written).toEqual(found)
  })
})
