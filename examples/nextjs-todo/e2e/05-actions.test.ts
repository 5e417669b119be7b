import pg from 'pg'
import type { Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTodo, makeList, newcomer, share, tick, type Visitor } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let owner: pg.Client
let ada: Visitor
let viewer: Visitor
let stranger: Visitor
let list: string
/** A call of each server action, as Ada's browser made it. */
const calls = new Map<string, Request>()

const recorded = async (name: string, act: () => Promise<void>) => {
  const request = ada.page.waitForRequest((each) => each.headers()['next-action'] !== undefined)
  await act()
  calls.set(name, await request)
  await ada.page.waitForLoadState('networkidle')
}

/** The same call with the cookie of somebody else, or of nobody. */
async function replay(name: string, as: Visitor | null, change: (body: string) => string = (body) => body) {
  const call = calls.get(name)
  if (call === undefined) throw new Error(`${name} was not recorded`)
  const { cookie: _, host: __, 'content-length': ___, ...headers } = call.headers()
  const session = (await as?.context.cookies())?.find((cookie) => cookie.name === 'session')
  return await fetch(call.url(), {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, ...(session ? { cookie: `session=${session.value}` } : {}) },
    body: change(call.postData() ?? ''),
  })
}

/** All rows that somebody else could have touched. */
async function everything() {
  const { rows } = await owner.query(
    `
    select (select json_agg(t order by t.id) from todos t where list_id = $1) as todos,
      (select json_agg(m order by m.user_id) from members m where list_id = $1) as members,
      (select json_agg(l) from lists l where id = $1) as list`,
    [list],
  )
  return rows[0]
}

beforeAll(async () => {
  const { browser, application } = suite
  owner = new pg.Client({ connectionString: application.ownerUrl })
  await owner.connect()
  stranger = await newcomer(browser, application.url, 'Mallory')
  viewer = await newcomer(browser, application.url, 'Victor')
  ada = await newcomer(browser, application.url, 'Ada')
  const { page } = ada
  list = await makeList(page, 'Secrets')
  await addTodo(page, 'Keep this')
  await share(page, 'victor@example.com', 'Viewer')
  await recorded('addTodo', () => addTodo(page, 'Added'))
  await recorded('changeTodo', () => tick(page, 'Keep this'))
  await recorded('removeTodo', () => page.getByRole('button', { name: 'Delete Added' }).click())
  await page.getByRole('button', { name: 'More about this list' }).click()
  await recorded('changeList', () => page.getByRole('menuitem', { name: 'Make public' }).click())
  await page.getByText('Everybody can read it').waitFor()
  await page.getByRole('button', { name: 'More about this list' }).click()
  await page.getByRole('menuitem', { name: 'Make private' }).click()
  await page.getByText('Everybody can read it').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Share/ }).click()
  const row = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'victor@example.com' })
  await recorded('changeRole', async () => {
    await row.getByRole('button', { name: /Role of Victor/ }).click()
    await page.getByRole('option', { name: 'Editor' }).click()
  })
  await row.getByRole('button', { name: /^Editor/ }).waitFor()
  await recorded('changeRole back', async () => {
    await row.getByRole('button', { name: /Role of Victor/ }).click()
    await page.getByRole('option', { name: 'Viewer' }).click()
  })
  await row.getByRole('button', { name: /^Viewer/ }).waitFor()
  await page.waitForLoadState('networkidle')
})

afterAll(() => owner?.end())

describe('a server action called directly', () => {
  it('works for whoever may do it: these calls are real', async () => {
    const before = await everything()
    await replay('addTodo', ada, (body) => body.replace('Added', 'Replayed'))
    const { todos } = await everything()
    expect(todos).toHaveLength(before.todos.length + 1)
    expect(todos.some(({ title }: { title: string }) => title === 'Replayed')).toBe(true)
  })

  it.each(['addTodo', 'changeTodo', 'changeList', 'changeRole'])(
    '%s changes nothing for a viewer',
    async (name) => {
      const before = await everything()
      await replay(name, viewer, (body) => body.replace('true', 'false'))
      await replay(name, viewer)
      expect(await everything()).toEqual(before)
    },
  )

  it.each(['addTodo', 'changeTodo', 'changeList', 'changeRole'])(
    '%s changes nothing for a stranger',
    async (name) => {
      const before = await everything()
      await replay(name, stranger, (body) => body.replace('true', 'false'))
      await replay(name, stranger)
      expect(await everything()).toEqual(before)
    },
  )

  it.each(['addTodo', 'changeTodo', 'changeList', 'changeRole'])(
    '%s changes nothing for a visitor',
    async (name) => {
      const before = await everything()
      await replay(name, null)
      expect(await everything()).toEqual(before)
    },
  )

  it('removeTodo removes nothing of somebody else', async () => {
    const before = await everything()
    const [kept] = before.todos
    const call = calls.get('removeTodo')?.postData() ?? ''
    const removed = JSON.parse(call)[0]
    for (const somebody of [viewer, stranger, null]) {
      await replay('removeTodo', somebody, (body) => body.replace(removed, kept.id))
    }
    expect(await everything()).toEqual(before)
    await replay('removeTodo', ada, (body) => body.replace(removed, kept.id))
    expect((await everything()).todos).toHaveLength(before.todos.length - 1)
  })

  it('does not let an editor become the owner', async () => {
    const before = await everything()
    const response = await replay('changeRole', ada, (body) => body.replace('editor', 'owner'))
    expect(response.status).toBe(200)
    expect(await everything()).toEqual(before)
  })
})
