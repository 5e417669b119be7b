import { readFile } from 'node:fs/promises'
import type { PostgresMajor } from '@rowauth/testing'
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
  remoteNames,
} from './support/outcomes.js'
import { copyPrograms } from './support/programs.js'
import { type ClientSettings, startClientSettings } from './support/settings.js'
import { CompatibilityTable } from './support/table.js'
import { everything, minima, newest, specifiers, stable, webSocket } from './support/versions.js'

const names = ['@rowauth/core', '@rowauth/driver', '@rowauth/drizzle']
const program = [process.execPath, 'clients.mjs'] as const
const majors: readonly PostgresMajor[] = everything ? [14, 15, 16, 17, 18] : [14, 18]

let tarballs: string[]
beforeAll(async () => {
  tarballs = await packed(names)
})

const projects = new Map<object, Promise<NewProject>>()

function projectWith(versions: Readonly<Record<string, string>>): Promise<NewProject> {
  const project = projects.get(versions) ?? newProjectWith(versions)
  projects.set(versions, project)
  return project
}

async function newProjectWith(versions: Readonly<Record<string, string>>): Promise<NewProject> {
  const project = new NewProject(await temporaryFolder())
  await project.install([...tarballs, ...specifiers(versions), webSocket])
  await copyPrograms(project.folder)
  return project
}

describe('the packed packages', { timeout: 300_000 }, () => {
  const packages = Object.keys(newest)
  const table = new CompatibilityTable('versions', [...packages, ...columnsOf(clientNames)])
  let settings: ClientSettings
  beforeAll(async () => {
    settings = await startClientSettings()
  })
  afterAll(() => settings?.close())

  it.each([
    ['the oldest of everything', minima],
    ['the newest of everything, with drizzle-orm 0.45', stable],
  ])('run with %s', async (_, versions) => {
    const project = await projectWith(versions)
    const outcomes = await outcomesOf(project, program, settings)
    expect(outcomes).toEqual(expected)
    table.add(...Object.values(versions), ...clientNames.map((name) => callsThatWork(outcomes[name])))
  })

  it('run with what docs/compatibility.md says', () => {
    const { found, written } = table.compare()
    expect(written).toEqual(found)
  })

  it('admit no older versions than those that were tried', async () => {
    const ranges: Record<string, string> = {}
    for (const name of ['driver', 'drizzle']) {
      const { peerDependencies } = JSON.parse(await readFile(`packages/${name}/package.json`, 'utf8'))
      Object.assign(ranges, peerDependencies)
    }
    const lowest = packages.map((name) => [name, /^>=(\S+)/.exec(ranges[name] ?? '')?.[1]])
    expect(Object.fromEntries(lowest)).toEqual(minima)
  })
})

describe('the packed packages, on each major version of PostgreSQL', { timeout: 300_000 }, () => {
  const table = new CompatibilityTable('PostgreSQL', ['PostgreSQL', ...columnsOf(remoteNames)])
  let project: NewProject
  beforeAll(async () => {
    project = await projectWith(stable)
  }, 300_000)

  it.each(majors)('run on PostgreSQL %d', async (major) => {
    const settings = await startClientSettings(major)
    try {
      const outcomes = await outcomesOf(project, program, settings, remoteNames)
      expect(outcomes).toEqual(expectedOf(remoteNames))
      table.add(String(major), ...remoteNames.map((name) => callsThatWork(outcomes[name])))
    } finally {
      await settings.close()
    }
  })

  it('run where docs/compatibility.md says', () => {
    const { found, written } = table.compare()
    expect(written).toEqual(found)
  })
})
