import { beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from './new-project.js'
import { packed, temporaryFolder } from './packed.js'

describe('the packed packages in an empty project, on Neon', { timeout: 180_000 }, () => {
  let project: NewProject
  beforeAll(async () => {
    const names = ['core', 'driver', 'drizzle', 'neon-local', 'testing']
    project = new NewProject(await temporaryFolder())
    await project.install([
      ...(await packed(names.map((name) => `@rowauth/${name}`))),
      'drizzle-orm@0.45.4',
      '@neondatabase/serverless@1.2.0',
      'pg@8.23.1',
      'ws@8.23.0',
      'typescript@7.0.2',
      '@types/node@20.19.0',
      '@types/pg@8.23.1',
      '@types/ws@8.18.2',
    ])
  }, 180_000)

  it('run the code of docs/neon.md in both modes, and over a WebSocket', async () => {
    expect(await project.writeNeonCode()).toEqual(['database.ts'])
    expect(await project.compile()).toEqual([])
    const alice = { role: 'authenticated', id: 'alice' }
    expect(JSON.parse(await project.run('node', ['dist/neon.js']))).toEqual([alice, alice, alice])
  })

  it('install the command of the local endpoint', async () => {
    expect(await project.run('npx', ['rowauth-neon-local', '--help'])).toMatch(/--database/)
  })
})
