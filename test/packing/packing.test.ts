import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from './new-project.js'
import { packed, temporaryFolder } from './packed.js'

let tarballs: string[]
beforeAll(async () => {
  tarballs = await packed(['@rowauth/core', '@rowauth/driver', '@rowauth/drizzle', '@rowauth/testing'])
})

describe.each([
  { orm: '0.45.4', kit: '0.31.11' },
  { orm: '1.0.0-rc.5', kit: '1.0.0-rc.5' },
])('the packed packages in an empty project with drizzle-orm $orm', { timeout: 180_000 }, ({ orm, kit }) => {
  let project: NewProject
  beforeAll(async () => {
    project = new NewProject(await temporaryFolder())
    await project.install([
      ...tarballs,
      `drizzle-orm@${orm}`,
      `drizzle-kit@${kit}`,
      'pg@8.23.1',
      'typescript@7.0.2',
      '@types/node@20.19.0',
      '@types/pg@8.23.1',
    ])
  }, 180_000)

  it('are installed without a conflict, next to one drizzle-orm', async () => {
    const tree = JSON.parse(await project.run('npm', ['ls', 'drizzle-orm', '--json', '--all']))
    expect(JSON.stringify(tree)).not.toContain('invalid')
    expect(tree.dependencies['drizzle-orm'].version).toBe(orm)
    expect(tree.dependencies['@rowauth/drizzle'].dependencies['drizzle-orm'].version).toBe(orm)
  })

  it("type-check the README's code, libraries included", async () => {
    expect(await project.writeReadmeCode()).toEqual([
      'db.ts',
      'drizzle.config.ts',
      'handler.ts',
      'migrate.ts',
      'schema.ts',
      'together.ts',
    ])
    expect(await project.compile()).toEqual([])
  })

  it("run the README's code on a real PostgreSQL", async () => {
    await project.generateMigrations()
    const role = `packing_${randomBytes(6).toString('hex')}`
    const output = await project.run('node', ['dist/main.js'], { LOGIN_ROLE: role, NODE_ENV: 'production' })
    const row = { id: expect.any(Number) as number, published: false }
    expect(JSON.parse(output)).toEqual({
      published: {
        roundTrips: 1,
        result: {
          added: [{ ...row, userId: 'alice', title: 'of alice' }],
          published: [{ ...row, userId: 'alice', title: 'of alice', published: true }],
          count: 1,
        },
      },
      byBob: {
        roundTrips: 1,
        result: {
          added: [{ ...row, userId: 'bob', title: 'of bob' }],
          published: [{ ...row, userId: 'bob', title: 'of bob', published: true }],
          count: 1,
        },
      },
      alice: { roundTrips: 1, result: { status: 200, body: ['of alice'] } },
      visitor: { roundTrips: 1, result: { status: 200, body: ['of alice', 'of bob'] } },
      forged: { roundTrips: 0, result: { status: 401, body: expect.stringMatching(/^token_/) } },
      removed: { roundTrips: 3, result: { ...row, userId: 'bob', title: 'of bob', published: true } },
      bob: { roundTrips: 1, result: { status: 200, body: [] } },
    })
  })
})
