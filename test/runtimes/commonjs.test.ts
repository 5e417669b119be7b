import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from '../packing/new-project.js'
import { packed, temporaryFolder } from '../packing/packed.js'
import { expected, expectedOf, outcomesOf, remoteNames } from './support/outcomes.js'
import { copyPrograms, writeCommonJs } from './support/programs.js'
import { runtimes } from './support/runtimes.js'
import { type ClientSettings, startClientSettings } from './support/settings.js'
import { everything, newest, specifiers, stable, webSocket } from './support/versions.js'

const names = ['core', 'driver', 'drizzle', 'neon-local', 'testing'].map((name) => `@rowauth/${name}`)

let tarballs: string[]
let settings: ClientSettings
beforeAll(async () => {
  tarballs = await packed(names)
  settings = await startClientSettings()
}, 60_000)
afterAll(() => settings?.close())

/** The programs of the project, as an application of CommonJS would have written them. */
async function commonJsProject(packages: readonly string[]): Promise<NewProject> {
  const project = new NewProject(await temporaryFolder())
  await project.install([...tarballs, ...packages])
  await writeFile(join(project.folder, 'package.json'), JSON.stringify({ private: true }))
  await writeCommonJs(project.folder)
  await copyPrograms(project.folder, ['both.cjs', 'imported.mjs', 'clients.test.js'])
  return project
}

const lines = [
  ['0.45', stable],
  ['1.0', newest],
] as const

describe.each(everything ? lines : lines.slice(0, 1))(
  'an application of CommonJS on drizzle-orm %s',
  { timeout: 300_000 },
  (line, versions) => {
    // Jest 30 is what is in use; 29 is the last one without support for ESM in `require` on any Node.
    const jests = everything ? ['30.5.2', '29.7.0'] : ['30.5.2']
    const others = everything && line === '0.45' ? runtimes : []
    let project: NewProject
    beforeAll(async () => {
      const programs = others.map(({ specifier }) => specifier)
      project = await commonJsProject([
        ...specifiers(versions),
        webSocket,
        ...jests.map((version) => `jest-${version}@npm:jest@${version}`),
        ...programs,
      ])
    }, 300_000)

    it('requires the packages, without a word from Node', async () => {
      const program = [
        process.execPath,
        '--throw-deprecation',
        '--no-experimental-require-module',
        'clients.cjs',
      ]
      const [command = '', ...args] = program
      expect(await outcomesOf(project, [command, ...args], settings)).toEqual(expected)
    })

    it('may have the ESM of a dependency beside it: errors, sessions and connections are the same to both', async () => {
      expect(await project.run(process.execPath, ['both.cjs'], settings.env)).toBe('agreed\n')
    })

    it.each(jests)('is tested with Jest %s, without configuration', async (version) => {
      const jest = `node_modules/jest-${version}/bin/jest.js`
      await project.run(process.execPath, [jest, '--ci'], settings.env)
    })

    for (const { title, command } of others) {
      it(`runs on ${title}, and both builds agree`, async () => {
        const program = command(project.folder)
        const outcomes = await outcomesOf(project, [...program, 'clients.cjs'], settings, remoteNames)
        expect(outcomes).toEqual(expectedOf(remoteNames))
        const [executable, ...args] = program
        expect(await project.run(executable, [...args, 'both.cjs'], settings.env)).toBe('agreed\n')
      })
    }
  },
)
