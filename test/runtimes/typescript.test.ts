import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from '../packing/new-project.js'
import { packed, temporaryFolder } from '../packing/packed.js'
import { CompatibilityTable } from './support/table.js'
import { everything, specifiers, stable, typescripts } from './support/versions.js'

const names = ['core', 'driver', 'drizzle', 'neon-local', 'testing'].map((name) => `@rowauth/${name}`)

/** A way of finding modules: `moduleResolution`, with the `module` that goes with it. */
interface Resolution {
  readonly name: string
  readonly module: string
  readonly moduleResolution: string
  /** Where files of ESM and of CommonJS are told apart both are checked. */
  readonly files: readonly string[]
  /** The versions of TypeScript that know it. */
  readonly known: (major: number, minor: number) => boolean
}

const both = ['application.mts', 'application.cts']

const resolutions: readonly Resolution[] = [
  { name: 'nodenext', module: 'nodenext', moduleResolution: 'nodenext', files: both, known: () => true },
  { name: 'node16', module: 'node16', moduleResolution: 'node16', files: both, known: () => true },
  {
    name: 'node18',
    module: 'node18',
    moduleResolution: 'node16',
    files: both,
    known: (major, minor) => major > 5 || minor >= 8,
  },
  {
    name: 'node20',
    module: 'node20',
    moduleResolution: 'node16',
    files: both,
    known: (major, minor) => major > 5 || minor >= 9,
  },
  {
    name: 'bundler',
    module: 'esnext',
    moduleResolution: 'bundler',
    files: ['application.ts'],
    known: () => true,
  },
  {
    name: 'node (node10)',
    module: 'commonjs',
    moduleResolution: 'node10',
    files: ['application.ts'],
    known: (major) => major < 7,
  },
]

const newest = '7.0.2'

/** Each way with the newest version that knows it; besides, the oldest version in the ways of CommonJS. */
const always: Readonly<Record<string, readonly string[]>> = {
  '7.0.2': ['nodenext', 'node16', 'node18', 'node20', 'bundler'],
  '6.0.3': ['node (node10)'],
  '5.0.4': ['node16', 'node (node10)'],
}

/** All ways are tried at both ends, which every run of everything does; in between, the two of CommonJS. */
const ends = ['5.0.4', '6.0.3', '7.0.2']
const between = ['node16', 'node (node10)']

/** Its own mistakes aside, drizzle-orm's types name clients that are not installed. */
const foreign = /^(\s|node_modules\/drizzle-orm\/)/

describe('the types of the packed packages', { timeout: 900_000 }, () => {
  const head = ['TypeScript', ...resolutions.map(({ name }) => `\`${name}\``)]
  const table = new CompatibilityTable('TypeScript', head)
  const versions = typescripts.filter((version) => everything || version in always)
  const rows = new Map<string, string[]>()
  let project: NewProject

  beforeAll(async () => {
    project = new NewProject(await temporaryFolder())
    const compilers = versions.map((version) => `typescript-${version}@npm:typescript@${version}`)
    const types = ['@types/node@20.19.0', '@types/pg@8.23.1', '@opentelemetry/api@1.9.1']
    await project.install([...(await packed(names)), ...specifiers(stable), ...types, ...compilers])
    // Neither the one nor the other: as `moduleResolution` has it.
    await writeFile(join(project.folder, 'package.json'), JSON.stringify({ private: true }))
    for (const file of ['application.ts', ...both]) {
      await copyFile('test/runtimes/project/application.ts', join(project.folder, file))
    }
  }, 300_000)

  async function errors(version: string, way: Resolution, skipLibCheck: boolean): Promise<string[]> {
    const { name, files, module, moduleResolution } = way
    const own = { ...(version.startsWith('6.') && name.includes('node10') && { ignoreDeprecations: '6.0' }) }
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022', 'dom'],
      module,
      moduleResolution,
      strict: true,
      skipLibCheck,
      noEmit: true,
      types: ['node'],
      ...own,
    }
    const config = `tsconfig.${version}.${module}.${skipLibCheck}.json`
    await writeFile(join(project.folder, config), JSON.stringify({ compilerOptions, files }))
    const compiler = `node_modules/typescript-${version}/bin/tsc`
    const output = await project
      .run(process.execPath, [compiler, '-p', config, '--pretty', 'false'])
      .catch((error: Error) => error.message)
    return output.split('\n').filter((line) => line.includes('error TS') && !foreign.test(line))
  }

  async function itself() {
    const [way] = resolutions
    if (way === undefined) throw new Error('There is no way.')
    return ['in themselves', await errors(newest, way, false)] as const
  }

  it.concurrent.each(versions)('are found and right with TypeScript %s', async (version) => {
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const known = resolutions.filter((way) => way.known(major, minor))
    const wanted = everything ? (ends.includes(version) ? undefined : between) : (always[version] ?? [])
    const chosen = known.filter(({ name }) => wanted === undefined || wanted.includes(name))
    const outcomes = chosen.map(async (way) => [way.name, await errors(version, way, true)] as const)
    // Of themselves, too: by the newest compiler, and only once, for it reads all of drizzle-orm's as well.
    if (everything && version === newest) outcomes.push(itself())
    const found = Object.fromEntries(await Promise.all(outcomes))
    expect(Object.entries(found).filter(([, wrong]) => wrong.length > 0)).toEqual([])
    rows.set(version, [version, ...resolutions.map(({ name }) => (found[name] === undefined ? '' : 'yes'))])
  })

  it('are found where docs/compatibility.md says', () => {
    // A version that is not tried in all its ways here has its row from the run of everything.
    for (const version of everything ? versions : [newest]) table.add(...(rows.get(version) ?? []))
    const { found, written } = table.compare()
    expect(written).toEqual(found)
  })
})
