import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from '../packing/new-project.js'
import { packed, temporaryFolder } from '../packing/packed.js'
import {
  callsThatWork,
  clientNames,
  columnsOf,
  expected,
  expectedOf,
  outcomesOf,
} from './support/outcomes.js'
import { copyPrograms } from './support/programs.js'
import { runtimes } from './support/runtimes.js'
import { type ClientSettings, startClientSettings } from './support/settings.js'
import { CompatibilityTable } from './support/table.js'
import { everything, newest, specifiers, webSocket } from './support/versions.js'
import { outcomesInWorkerd } from './support/workerd.js'

const names = ['@rowauth/core', '@rowauth/driver', '@rowauth/drizzle']
// The oldest Node is nearly the one that everything else runs on.
const chosen = everything ? runtimes : runtimes.slice(1)
const table = new CompatibilityTable('runtimes', ['runtime', ...columnsOf(clientNames)])

describe('the packed packages, with the newest of everything', { timeout: 300_000 }, () => {
  let project: NewProject
  let settings: ClientSettings

  beforeAll(async () => {
    project = new NewProject(await temporaryFolder())
    const programs = chosen.map(({ specifier }) => specifier)
    await project.install([...(await packed(names)), ...specifiers(newest), webSocket, ...programs])
    await copyPrograms(project.folder)
    settings = await startClientSettings()
  }, 300_000)
  afterAll(() => settings?.close())

  it.each(chosen)('run on $title', async ({ title, command }) => {
    const outcomes = await outcomesOf(project, [...command(project.folder), 'clients.mjs'], settings)
    expect(outcomes).toEqual(expected)
    table.add(title, ...clientNames.map((name) => callsThatWork(outcomes[name])))
  })

  it('run in workerd, over HTTP and over WebSockets', async () => {
    const names = ['neon-serverless', 'neon-http']
    const { version, outcomes } = await outcomesInWorkerd(project.folder, settings, names)
    expect(outcomes).toEqual(expectedOf(names))
    const cells = clientNames.map((name) => callsThatWork(outcomes[name]))
    table.add(`workerd (miniflare ${version})`, ...cells)
  })

  it('run where docs/compatibility.md says', () => {
    const { found, written } = table.compare()
    expect(written).toEqual(found)
  })
})
