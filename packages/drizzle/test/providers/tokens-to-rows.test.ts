import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openProvider,
  type Provider,
  type ProviderShape,
} from '../../../core/test/provider-shapes/provider.js'
import { azureVersion1, azureVersion2 } from '../../../core/test/provider-shapes/recorded/azure.js'
import { betterAuth, neonAuth } from '../../../core/test/provider-shapes/recorded/better-auth.js'
import { keycloak } from '../../../core/test/provider-shapes/recorded/self-hostable.js'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

const shapes: Readonly<Record<string, ProviderShape>> = {
  keycloak,
  'azureAd, version 2.0': azureVersion2,
  'azureAd, version 1.0': azureVersion1,
  betterAuth,
  neonAuth,
}
const names = Object.keys(shapes)

let database: TodoDatabase
let providers: ReadonlyMap<string, Provider>

beforeAll(async () => {
  database = await startTodoDatabase()
  const opened = names.map(async (name) => [name, await openProvider(shapes[name] as ProviderShape)] as const)
  providers = new Map(await Promise.all(opened))
})
afterAll(() => database?.close())

const open = (name: string) => {
  const provider = providers.get(name) as Provider
  const { preset } = provider.shape
  const verifier = createVerifier(preset({ fetch: async () => Response.json(provider.jwks) }))
  return { provider, db: withAuth(drizzle({ client: database.pool }), { verifier }) }
}

describe.each(names)('tokens as %s sends them', (name) => {
  it('lead each of two users to the own rows, over every form of a query', async () => {
    const { provider, db } = open(name)
    const people = ['first', 'second'].map((title) => {
      // Both versions of Entra's tokens name one person alike.
      const sub = `${provider.claims.sub}-${title}-${name}`
      return { title, sub, handle: db.$withAuth(provider.token({ claims: { sub } })) }
    })
    for (const { handle, sub, title } of people) await handle.insert(todos).values({ userId: sub, title })
    for (const { handle, sub, title } of people) {
      const own = [{ userId: sub, title }]
      const columns = { userId: todos.userId, title: todos.title }
      expect(await handle.select(columns).from(todos)).toEqual(own)
      expect(await handle.batch([handle.select(columns).from(todos)])).toEqual([own])
      expect(await handle.transaction((tx) => tx.select(columns).from(todos))).toEqual(own)
      const others = people.find((person) => person.sub !== sub)?.sub ?? ''
      await expect(
        Promise.resolve(handle.insert(todos).values({ userId: others, title })),
      ).rejects.toMatchObject({ cause: { code: '42501' } })
    }
  })

  it('run nothing when they are for somebody else, or of somebody else', async () => {
    const { provider, db } = open(name)
    const read = (changes: Parameters<Provider['token']>[0]) =>
      Promise.resolve(db.$withAuth(provider.token(changes)).select().from(todos))
    await expect(read({ claims: { aud: 'another' } })).rejects.toMatchObject({
      code: 'token_audience_mismatch',
      status: 401,
    })
    await expect(read({ claims: { iss: 'https://another.example' } })).rejects.toMatchObject({
      code: 'token_issuer_mismatch',
    })
    await expect(read({ signer: 'stranger' })).rejects.toMatchObject({ code: 'token_signature_invalid' })
  })
})
