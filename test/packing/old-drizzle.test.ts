import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { blocksOf } from '../markdown.js'
import { NewProject } from './new-project.js'
import { packed, temporaryFolder } from './packed.js'

const names = [
  ...['core', 'driver', 'drizzle', 'neon-local', 'testing'].map((name) => `@rowauth/${name}`),
  'rowauth',
]

let tarballs: ReadonlyMap<string, string>
beforeAll(async () => {
  const files = await packed(names)
  tarballs = new Map(names.map((name, index) => [name, files[index] ?? '']))
})

const ours = (...wanted: readonly string[]) => wanted.map((name) => tarballs.get(name) ?? name)

/** A project that has been there for a while. */
async function oldProject(packages: readonly string[]): Promise<NewProject> {
  const project = new NewProject(await temporaryFolder())
  await project.install(packages)
  return project
}

/** The arguments of the page's first lines for npm, with the packages of this repository for those of the registry. */
function installLines(page: string): string[][] {
  const block = blocksOf(page).find(({ code }) => code.startsWith('npm install '))
  const lines = block?.code.split('\n') ?? []
  return lines.map((line) => ours(...line.split(' ').slice(1)))
}

describe('a project with an old drizzle-orm', { timeout: 180_000 }, () => {
  it.each([
    ['README.md', ['drizzle-orm@0.36.4', 'drizzle-kit@0.27.1', 'pg@8.10.0']],
    ['packages/drizzle/README.md', ['drizzle-orm@0.44.7', 'drizzle-kit@0.31.11', 'pg@8.16.0']],
    ['docs/neon.md', ['drizzle-orm@0.36.4', 'drizzle-kit@0.27.1', '@neondatabase/serverless@0.10.4']],
    ['docs/edge.md', ['drizzle-orm@0.38.0', '@neondatabase/serverless@0.10.4']],
  ])('is taken along by what %s says', async (page, packages) => {
    const project = await oldProject(packages)
    const lines = installLines(page)
    expect(lines.length).toBeGreaterThan(0)
    // What is not in the registry yet is installed with the first line.
    const [first = [], ...rest] = lines
    await project.run('npm', [...first, ...ours('@rowauth/driver'), '--no-audit', '--no-fund'])
    for (const line of rest) await project.run('npm', [...line, '--no-audit', '--no-fund'])
    const { dependencies } = JSON.parse(await project.run('npm', ['ls', 'drizzle-orm', '--json']))
    expect(dependencies['drizzle-orm'].version).toMatch(/^0\.(4[5-9]|[5-9]\d)\.|^[1-9]/)
    expect(
      await project.run('node', [
        '-e',
        `import('@rowauth/drizzle').then(({ withAuth }) => console.log(typeof withAuth))`,
      ]),
    ).toBe('function\n')
  })

  it.each(['0.36.4', '0.44.7'])('is told which version is needed, beside %s', async (version) => {
    const project = await oldProject([`drizzle-orm@${version}`, 'pg@8.23.1'])
    const packages = ours('@rowauth/core', '@rowauth/driver', '@rowauth/drizzle')
    await project.run('npm', ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', ...packages])
    const program = (imports: string) => `${imports}
try {
  withAuth(drizzle(new pg.Pool()))
} catch (error) {
  console.log(JSON.stringify(error))
}`
    const modules = program(`import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'`)
    const commonJs = program(`const { withAuth } = require('@rowauth/drizzle')
const { drizzle } = require('drizzle-orm/node-postgres')
const pg = require('pg')`)
    for (const [name, text] of [
      ['program.mjs', modules],
      ['program.cjs', commonJs],
    ] as const) {
      await writeFile(join(project.folder, name), text)
      expect(JSON.parse(await project.run('node', [name]))).toEqual({
        name: 'AuthError',
        code: 'unsupported',
        status: 500,
        message:
          `@rowauth/drizzle needs drizzle-orm 0.45 or later, or 1.0.0-rc.5 or later, and has found ${version}. ` +
          'Install it: npm install drizzle-orm@latest (and drizzle-kit@latest).',
      })
    }
  })
})
