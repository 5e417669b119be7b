import { afterAll, beforeAll, expect, test } from 'vitest'
import * as samples from './samples.js'
import { type Database, openDatabase, sqlState, user, visitor } from './support/database.js'

const list = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
const tenant = '0190163d-8694-739b-aea5-966c26f8ad90'
const denied = '42501'

let database: Database

beforeAll(async () => {
  // Tested with the other views, which need PostgreSQL 15.
  const { grants, todoTitles: _view, ...schema } = samples
  database = await openDatabase(schema)
  await database.client.query(`
    ${grants}
    insert into todos (user_id, title) values ('alice', 'a'), ('bob', 'b');
    insert into articles (author_id, published) values ('alice', true), ('alice', false), ('bob', false);
    insert into orders values (1, 'alice', 'open'), (2, 'alice', 'paid');
    insert into documents values (1, '${tenant}', 'alice'), (2, '${list}', 'alice');
    insert into lists values ('${list}', 'shared'), ('${tenant}', 'other');
    insert into members values ('${list}', 'alice');
    insert into audit_log values (1, 'x');
    insert into profiles values ('${tenant}'), ('${list}');
    insert into folders values (1, null, 'a'), (2, 1, 'b'), (3, null, 'c'), (7, null, 'x');
    insert into folder_paths values (1, 1), (1, 2), (2, 2), (3, 3);
    insert into folder_grants values ('alice', 1), ('bob', 3);
    insert into files values (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c');
    insert into projects values (1, '${list}', '{a}'), (2, '${list}', '{a,b}'), (3, '${tenant}', '{a}');
    insert into invoices values (1, 'org_1', 10), (2, 'org_2', 20);
  `)
})
afterAll(() => database.close())

const count = async (query: string) => (await database.client.query(query)).rowCount
const state = (query: string) => sqlState(database.client.query(query))
const asAlice = <T>(run: () => Promise<T>, claims?: Record<string, unknown>) =>
  database.as(user('alice', claims), run)

test('own: a user has her own todos, and a new one is hers', async () => {
  expect(await asAlice(() => count('select from todos'))).toBe(1)
  expect(await asAlice(() => count("insert into todos (title) values ('x') returning id"))).toBe(1)
  expect(await database.as(visitor, () => count('select from todos'))).toBe(0)
})

test('public: visitors read what is published, authors their drafts as well', async () => {
  expect(await database.as(visitor, () => count('select from articles'))).toBe(1)
  expect(await asAlice(() => count('select from articles'))).toBe(2)
  expect(await database.as(user('bob'), () => count('select from articles'))).toBe(2)
})

test('commands: an open order can be cancelled and nothing else', async () => {
  const set = (id: number, status: string) => `update orders set status = '${status}' where id = ${id}`
  expect(await asAlice(() => count(set(1, 'cancelled')))).toBe(1)
  expect(await asAlice(() => state(set(1, 'paid')))).toBe(denied)
  expect(await asAlice(() => count(set(2, 'cancelled')))).toBe(0)
  expect(await asAlice(() => count('delete from orders'))).toBe(0)
})

test('tenant: nobody leaves the tenant of the token', async () => {
  const claims = { tenant_id: tenant }
  expect(await asAlice(() => count('select from documents'), claims)).toBe(1)
  expect(await asAlice(() => count('select from documents'))).toBe(0)
  expect(await asAlice(() => count('insert into documents (id) values (9)'), claims)).toBe(1)
  expect(await asAlice(() => state(`insert into documents values (9, '${list}')`), claims)).toBe(denied)
})

test('members: a list is seen and changed by its members', async () => {
  expect(await asAlice(() => count('select from lists'))).toBe(1)
  expect(await asAlice(() => count("update lists set name = 'x'"))).toBe(1)
  expect(await database.as(user('bob'), () => count('select from lists'))).toBe(0)
})

test('members, hierarchy, lists: the indexes are used, which a sub-select by itself does not do', async () => {
  await database.client.query(`
    insert into lists select gen_random_uuid(), 'x' from generate_series(1, 20000);
    insert into files select n, 7, 'x' from generate_series(10, 20000) n;
    insert into projects select n, gen_random_uuid(), '{a}' from generate_series(10, 20000) n;
    analyze lists, files, projects;
  `)
  const claims = { app_metadata: { teams: [list], clearances: ['a'] } }
  for (const [table, rows] of [
    ['lists', 1],
    ['files', 2],
    ['projects', 1],
  ] as const) {
    const plan = await asAlice(async () => {
      expect(await count(`select from ${table}`)).toBe(rows)
      const { rows: lines } = await database.client.query(`explain (costs off) select * from ${table}`)
      return lines.map((line) => line['QUERY PLAN']).join('\n')
    }, claims)
    expect(plan).toMatch(/Index Cond: .*ANY/)
    expect(plan).not.toMatch(new RegExp(`Seq Scan on ${table}`))
  }
})

test('hierarchy: a grant on a folder is one on those below it', async () => {
  expect(await asAlice(() => count('select from folders'))).toBe(2)
  expect(await asAlice(() => count('select from files where id < 10'))).toBe(2)
  expect(await database.as(user('bob'), () => count('select from files where id < 10'))).toBe(1)
  expect(await database.as(user('carol'), () => count('select from files'))).toBe(0)
})

test('lists: a project of the teams in the token, with no label that the token does not clear', async () => {
  const projects = (metadata: object) =>
    asAlice(() => count('select from projects'), { app_metadata: metadata })
  expect(await projects({ teams: [list], clearances: ['a', 'b'] })).toBe(2)
  expect(await projects({ teams: [list], clearances: ['a'] })).toBe(1)
  expect(await projects({ teams: [list, tenant, 'x'], clearances: ['a'] })).toBe(2)
  expect(await projects({ teams: list, clearances: ['a'] })).toBe(0)
  expect(await projects({ teams: [list] })).toBe(0)
})

test('organizations: members read, and admins add', async () => {
  const add = 'insert into invoices (id) values (9)'
  const admin = { o: { id: 'org_1', rol: 'admin' } }
  expect(await asAlice(() => count('select from invoices'), admin)).toBe(1)
  expect(await asAlice(() => state(add), admin)).toBe('no error')
  expect(await asAlice(() => state(add), { o: { id: 'org_1', rol: 'member' } })).toBe(denied)
  expect(await asAlice(() => count('select from invoices'), { org_id: 'org_2', org_role: 'org:x' })).toBe(1)
  expect(await asAlice(() => count('select from invoices'))).toBe(0)
})

test('roles-claim: an auditor reads the log', async () => {
  const log = () => count('select from audit_log')
  expect(await asAlice(log, { app_metadata: { roles: ['auditor', 'x'] } })).toBe(1)
  expect(await asAlice(log, { app_metadata: { roles: ['x'] } })).toBe(0)
  expect(await asAlice(log, { roles: ['auditor'] })).toBe(0)
})

test('fresh: a payout needs a recent sign-in', async () => {
  const now = Math.floor(Date.now() / 1000)
  const pay = () => state('insert into payouts (id) values (1)')
  expect(await asAlice(pay, { auth_time: now })).toBe('no error')
  expect(await asAlice(pay, { auth_time: now - 3600 })).toBe(denied)
  expect(await asAlice(pay)).toBe(denied)
})

test('by-hand: the expressions serve a pgPolicy too', async () => {
  expect(await database.as(user(tenant), () => count('select from profiles'))).toBe(1)
  expect(await asAlice(() => count('select from profiles'))).toBe(0)
})
