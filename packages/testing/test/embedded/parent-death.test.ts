import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { footprint, isRunning } from './processes.js'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

let built: string
let temp: string

/** Node runs no TypeScript, so the sources are compiled first; types are checked elsewhere. */
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'rowauth-built-'))
  temp = join(built, 'temp')
  const config = {
    extends: path('../../tsconfig.json'),
    compilerOptions: {
      rootDir: path('../../src'),
      outDir: join(built, 'out'),
      composite: false,
      declaration: false,
      declarationMap: false,
      tsBuildInfoFile: null,
      incremental: false,
      noCheck: true,
      types: [],
    },
    files: [path('../../src/embedded/start-embedded-postgres.ts'), path('../../src/embedded/supervisor.mjs')],
    include: [],
    references: [],
  }
  await writeFile(join(built, 'tsconfig.json'), JSON.stringify(config))
  await writeFile(join(built, 'package.json'), '{ "type": "module" }')
  await symlink(path('../../node_modules'), join(built, 'node_modules'))
  await promisify(execFile)(path('../../../../node_modules/.bin/tsc'), ['-p', join(built, 'tsconfig.json')])
  await writeFile(
    join(built, 'parent.js'),
    `import { mkdirSync } from 'node:fs'
     import { startEmbeddedPostgres } from './out/embedded/start-embedded-postgres.js'
     mkdirSync(process.env.TMPDIR, { recursive: true })
     const { connectionString } = await startEmbeddedPostgres()
     console.log(connectionString)
     if (process.argv[2] === 'wait') setInterval(() => {}, 1000)
     if (process.argv[2] === 'throw') setTimeout(() => { throw new Error('crash') }, 500)
     if (process.argv[2] === 'forget') setTimeout(() => {}, 500)
    `,
  )
  await chmod(built, 0o755)
})
afterAll(() => rm(built, { recursive: true, force: true }))

async function startParent(mode: string) {
  const parent = spawn(process.execPath, [join(built, 'parent.js'), mode], {
    cwd: path('../..'),
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(parent, 'exit')
  const [line] = await once(parent.stdout, 'data')
  return { parent, exited, ...(await footprint(String(line).trim())) }
}

describe('the end of the process that started a server', () => {
  it.each([
    ['is killed', 'wait', 'SIGKILL'],
    ['is terminated', 'wait', 'SIGTERM'],
    ['crashes', 'throw', undefined],
    ['ends without stopping the server', 'forget', undefined],
  ] as const)('takes server and files with it when it %s', async (_name, mode, signal) => {
    const { parent, exited, directory, pids } = await startParent(mode)
    expect(pids.map(isRunning)).toEqual([true, true])
    if (signal !== undefined) parent.kill(signal)
    await exited
    await expect.poll(() => pids.map(isRunning), { timeout: 20_000 }).toEqual([false, false])
    expect(existsSync(directory)).toBe(false)
    expect(await readdir(temp)).toEqual([])
  })
})
