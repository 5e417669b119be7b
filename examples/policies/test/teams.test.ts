import { afterAll, beforeAll, expect, it } from 'vitest'
import { documents, memberships, teams } from '../src/teams/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, recursion, sqlState } from './support/sql-state.js'

const [company, engineering, sales] = [1, 2, 3].map((n) =>
  `${n}`.repeat(8).concat('-0000-4000-8000-000000000000'),
)

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('teams')
  await app.setUp(`
    insert into teams values ('${company}', null, 'company'), ('${engineering}', '${company}', 'engineering'),
      ('${sales}', '${company}', 'sales');
    insert into memberships values ('alice', '${company}'), ('bob', '${engineering}'), ('ben', '${engineering}');
    insert into documents (team_id, title) values ('${company}', 'plan'), ('${engineering}', 'design'), ('${sales}', 'prices');
  `)
})
afterAll(() => app?.close())

const titles = async (user: string) =>
  (await app.as(user).select().from(documents).orderBy(documents.title)).map(({ title }) => title)

it('shows a team what is its own and what is below it', async () => {
  expect(await titles('alice')).toEqual(['design', 'plan', 'prices'])
  expect(await titles('bob')).toEqual(['design'])
  expect(await titles('carol')).toEqual([])
  expect(await sqlState(app.visitor.select().from(documents))).toBe(denied)
})

it('shows who else is in the team', async () => {
  const seen = await app.as('bob').select({ userId: memberships.userId }).from(memberships)
  expect(seen.map(({ userId }) => userId).sort()).toEqual(['ben', 'bob'])
  expect(await app.as('bob').$count(teams)).toBe(1)
})

it('takes documents of the own teams alone', async () => {
  const write = (teamId = '') => app.as('bob').insert(documents).values({ teamId, title: 'new' })
  expect(await sqlState(write(engineering))).toBe('no error')
  expect(await sqlState(write(sales))).toBe(denied)
})

it('ends even if a team is its own ancestor', async () => {
  const seen = app.mistake(`update teams set parent_id = '${sales}' where id = '${company}'`, (as) =>
    as('alice').$count(teams),
  )
  expect(await seen).toBe(3)
})

it('reads the teams once, and finds documents by the index', async () => {
  const plan = await app.explain(app.as('alice').select().from(documents))
  expectIndexed(plan)
  expect(plan).toMatch(/Index Cond: \(team_id = ANY/)
})

it('would end in a recursion if memberships asked itself', async () => {
  const outcome = app.mistake(
    `alter policy allow_authenticated_select on memberships using (
       team_id in (select m.team_id from memberships m where m.user_id = (select auth.user_id())))`,
    (as) => sqlState(as('bob').select().from(memberships)),
  )
  expect(await outcome).toBe(recursion)
})
