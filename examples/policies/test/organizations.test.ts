import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { members, organizations, projects } from '../src/organizations/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { type Handle, openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

const [mine = '', other = ''] = ['1', '2'].map((n) => `${n.repeat(8)}-0000-4000-8000-000000000000`)

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('organizations')
  await app.setUp(`
    insert into organizations values ('${mine}', 'mine'), ('${other}', 'other');
    insert into members values ('${mine}', 'olga', 'owner'), ('${mine}', 'alice', 'editor'), ('${mine}', 'bob', 'viewer'),
      ('${other}', 'alice', 'viewer');
    insert into projects (organization_id, name) values ('${mine}', 'a'), ('${other}', 'b');
  `)
})
afterAll(() => app?.close())

const rename = (as: Handle) =>
  as.update(projects).set({ name: 'new' }).returning({ of: projects.organizationId })
const promote = (as: Handle, userId: string) =>
  as
    .update(members)
    .set({ role: 'owner' })
    .where(and(eq(members.userId, userId), eq(members.organizationId, mine)))
    .returning({ role: members.role })

it('gives each role its rights, in each organization by itself', async () => {
  expect(await app.as('alice').$count(organizations)).toBe(2)
  expect(await rename(app.as('alice'))).toEqual([{ of: mine }])
  expect(await rename(app.as('bob'))).toEqual([])
  expect(await app.as('alice').delete(projects).returning()).toEqual([])
  const add = app.as('alice').insert(projects).values({ organizationId: other, name: 'x' })
  expect(await sqlState(add)).toBe(denied)
})

it('has owners alone say who is what, and not of themselves', async () => {
  expect(await promote(app.as('bob'), 'bob')).toEqual([])
  expect(await promote(app.as('alice'), 'bob')).toEqual([])
  expect(await promote(app.as('olga'), 'alice')).toEqual([{ role: 'owner' }])
  expect(await app.as('olga').delete(members).where(eq(members.userId, 'olga')).returning()).toEqual([])
})

it('reads the organizations once, and finds projects by the index', async () => {
  const plan = await app.explain(app.as('alice').select().from(projects))
  expectIndexed(plan)
  expect(plan).toMatch(/Index Cond: \(organization_id = ANY/)
})

it('would make everybody an owner if rows of members were their own to change', async () => {
  const outcome = app.mistake(
    `create policy mine on members for update to authenticated using (user_id = (select auth.user_id()))`,
    (as) => promote(as('bob'), 'bob'),
  )
  expect(await outcome).toEqual([{ role: 'owner' }])
})
