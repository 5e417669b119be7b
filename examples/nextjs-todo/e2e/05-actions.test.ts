import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newcomer, type Visitor } from './support/browser'
import { browserSuite } from './support/browser-suite'
import { callAction, serverActions } from './support/server-actions'

const suite = browserSuite()
let owner: pg.Client
let actions: ReadonlyMap<string, string>
const people: Partial<Record<string, Visitor>> = {}
const ids: Record<string, string> = {}

/** What the actions of this application can be asked to do with Ada's list; the arguments are ids of its rows. */
const calls = {
  addTodo: () => [ids.list, 'From somebody else'],
  changeTodo: () => [ids.todo, { title: 'Changed' }],
  removeTodo: () => [ids.todo],
  orderTodos: () => [ids.list, [ids.done, ids.todo]],
  clearDone: () => [ids.list],
  changeList: () => [ids.list, { isPublic: true }],
  invite: () => [ids.list, 'mallory@example.com', 'editor'],
  changeRole: () => [ids.list, ids.victor, 'editor'],
  removeMember: () => [ids.list, ids.edith],
  deleteList: () => [ids.list],
} satisfies Record<string, () => unknown[]>

/** Actions that touch nothing of others by what they are given: forms, and the colours of the screen. */
const others = ['createList', 'keepTheme', 'signIn', 'signUp']

type Name = keyof typeof calls
const names = Object.keys(calls) as Name[]

async function call(name: Name, as: string | null, args: unknown[] = calls[name]()): Promise<Response> {
  const url = `${suite.application.url}/lists/${ids.list}`
  return await callAction(url, actions.get(name) ?? '', as === null ? undefined : people[as], args)
}

/** All rows that could have been touched. */
async function everything() {
  const { rows } = await owner.query(`
    select (select json_agg(l order by l.id) from lists l) as lists,
      (select json_agg(m order by m.list_id, m.user_id) from members m) as members,
      (select json_agg(t order by t.id) from todos t) as todos`)
  return rows[0]
}

beforeAll(async () => {
  const { browser, application } = suite
  actions = await serverActions()
  owner = new pg.Client({ connectionString: application.ownerUrl })
  await owner.connect()
  for (const name of ['Ada', 'Edith', 'Victor', 'Mallory']) {
    people[name] = await newcomer(browser, application.url, name)
  }
  const { rows } = await owner.query('select id, lower(name) as name from profiles')
  for (const { id, name } of rows) ids[name] = id
})

/** Ada's list, as it is before each call. */
beforeEach(async () => {
  await owner.query('delete from lists')
  await owner.query('begin')
  // Nobody is signed in here, whom the trigger could make the owner of the list.
  await owner.query('set local session_replication_role = replica')
  const list = await owner.query(`insert into lists (name) values ('Secrets') returning id`)
  ids.list = list.rows[0].id
  await owner.query(
    `insert into members (list_id, user_id, role)
     values ($1, $2, 'owner'), ($1, $3, 'editor'), ($1, $4, 'viewer')`,
    [ids.list, ids.ada, ids.edith, ids.victor],
  )
  const todos = await owner.query(
    `insert into todos (list_id, title, done, position) values ($1, 'Open', false, 0), ($1, 'Done', true, 1)
     returning id`,
    [ids.list],
  )
  ids.todo = todos.rows[0].id
  ids.done = todos.rows[1].id
  await owner.query('commit')
})

afterAll(() => owner?.end())

it('no server action of the build has been forgotten', () => {
  expect([...actions.keys()].sort()).toEqual([...names, ...others].sort())
})

describe('a server action called directly', () => {
  it.each(names)('%s works for the owner: the calls below are real', async (name) => {
    const before = await everything()
    const response = await call(name, 'Ada')
    expect([200, 303]).toContain(response.status)
    expect(await everything()).not.toEqual(before)
  })

  it.each(names)('%s changes nothing for a viewer, who is told so', async (name) => {
    const before = await everything()
    const response = await call(name, 'Victor')
    expect(await response.text()).toContain('"ok":false')
    expect(await everything()).toEqual(before)
  })

  it.each(names)('%s changes nothing for a stranger, who is told so', async (name) => {
    const before = await everything()
    const response = await call(name, 'Mallory')
    expect(await response.text()).toContain('"ok":false')
    expect(await everything()).toEqual(before)
  })

  it.each(names)('%s changes nothing for a visitor, who is asked to sign in', async (name) => {
    const before = await everything()
    const response = await call(name, null)
    expect(response.headers.get('x-action-redirect')).toMatch(/^\/sign-in/)
    expect(await everything()).toEqual(before)
  })

  it.each(['changeList', 'invite', 'changeRole', 'deleteList'] as const)(
    '%s is for the owner, not for an editor',
    async (name) => {
      const before = await everything()
      expect(await (await call(name, 'Edith')).text()).toContain('"ok":false')
      expect(await everything()).toEqual(before)
    },
  )

  it('lets an editor remove nobody but themself', async () => {
    const before = await everything()
    await call('removeMember', 'Edith', [ids.list, ids.victor])
    await call('removeMember', 'Edith', [ids.list, ids.ada])
    expect(await everything()).toEqual(before)
    await call('removeMember', 'Edith', [ids.list, ids.edith])
    expect((await everything()).members).toHaveLength(before.members.length - 1)
  })

  it.each<[string, Name, () => unknown[]]>([
    ['a second owner', 'changeRole', () => [ids.list, ids.edith, 'owner']],
    ['the owner to be removed', 'removeMember', () => [ids.list, ids.ada]],
    ['a todo to go to another list', 'changeTodo', () => [ids.todo, { listId: ids.todo }]],
    ['another author of a todo', 'changeTodo', () => [ids.todo, { createdBy: ids.victor }]],
    ['a condition for an id', 'removeTodo', () => ["' or true --"]],
    ['an object for an id', 'removeTodo', () => [{ or: [] }]],
    ['a call without arguments', 'clearDone', () => []],
  ])('refuses %s, even for the owner', async (_, name, args) => {
    const before = await everything()
    expect(await (await call(name, 'Ada', args())).text()).toContain('"ok":false')
    expect(await everything()).toEqual(before)
  })
})
