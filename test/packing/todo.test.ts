import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, cp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { NewProject, ownEnvironment } from './new-project.js'
import { packed, temporaryFolder } from './packed.js'

const example = fileURLToPath(new URL('../../examples/nextjs-todo', import.meta.url))
const made = new Set(['node_modules', '.next', '.data', '.turbo', 'screenshots'])

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('the todo application, copied out of the workspace', { timeout: 300_000 }, () => {
  let folder: string
  let project: NewProject

  beforeAll(async () => {
    folder = join(await temporaryFolder(), 'todo')
    await cp(example, folder, { recursive: true, filter: (source) => !made.has(basename(source)) })
    const names = ['core', 'driver', 'drizzle', 'neon-local', 'testing'].map((name) => `@rowauth/${name}`)
    const tarballs = await packed([...names, 'rowauth'])
    let text = await readFile(join(folder, 'package.json'), 'utf8')
    for (const [index, name] of [...names, 'rowauth'].entries()) {
      text = text.replace(`"${name}": "workspace:*"`, `"${name}": "file:${tarballs[index]}"`)
    }
    await writeFile(join(folder, 'package.json'), text)
    project = new NewProject(folder)
    await project.run('npm', ['install', '--no-audit', '--no-fund'])
  }, 300_000)

  it('compiles', async () => {
    await project.run('npm', ['run', 'typecheck'])
  })

  it('builds, starts on a database of its own, and stops', async () => {
    const port = await freePort()
    const { DATABASE_URL: _, ...own } = ownEnvironment()
    const env = { ...own, PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' }
    const child = spawn('node', ['scripts/todo.mjs'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    try {
      for await (const line of createInterface(child.stdout)) if (line.startsWith('Open ')) break
      // A page that reads the database as a visitor.
      const page = await fetch(`http://127.0.0.1:${port}/public`)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('Nobody has made a list public yet.')
    } finally {
      child.kill('SIGINT')
    }
    expect(await exited).toEqual([0, null])
    await access(join(folder, '.data/postgres'))
  })
})
