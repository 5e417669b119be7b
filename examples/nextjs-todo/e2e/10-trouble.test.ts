import pg from 'pg'
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTodo, makeList, newcomer } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let page: Page
let owner: pg.Client
let list: string

const composer = () => page.getByLabel('What is to be done?')
const edit = () => page.getByRole('textbox', { name: 'Title' })
const alert = (text: string) => page.getByRole('alert').getByText(text).waitFor()

/** Makes the actions of the page fail, as they do without a network or with a server in trouble. */
async function failing(how: (route: Route) => Promise<void>, run: () => Promise<void>): Promise<void> {
  await page.route('**/lists/*', (route) =>
    route.request().method() === 'POST' ? how(route) : route.fallback(),
  )
  try {
    await run()
  } finally {
    await page.unroute('**/lists/*')
  }
}

/** Takes a table away from the application for as long as `run` takes. */
async function without(table: string, run: () => Promise<void>): Promise<void> {
  await owner.query(`alter table ${table} rename to away`)
  try {
    await run()
  } finally {
    await owner.query(`alter table away rename to ${table}`)
  }
}

beforeAll(async () => {
  owner = new pg.Client(suite.application.ownerUrl)
  await owner.connect()
  page = (await newcomer(suite.browser, suite.application.url, 'Ada')).page
  list = await makeList(page, 'Garden')
  await addTodo(page, 'Mow the lawn')
})

afterAll(() => owner?.end())

describe('what was typed is not lost', () => {
  it.each([
    ['without a network', 'The server cannot be reached.', (route: Route) => route.abort()],
    [
      'with a server in trouble',
      'Something went wrong on the server.',
      (route: Route) => route.fulfill({ status: 502 }),
    ],
  ])('%s', async (_, problem, how) => {
    await failing(how, async () => {
      await composer().fill('Buy seeds')
      await composer().press('Enter')
      await alert(problem)
      await expect.poll(() => composer().inputValue()).toBe('Buy seeds')
      await page.getByRole('row', { name: 'Buy seeds' }).waitFor({ state: 'detached' })
      await composer().fill('')

      await page.getByRole('button', { name: 'Edit Mow the lawn' }).press('Enter')
      await edit().fill('Mow the lawn twice')
      await edit().press('Enter')
      await alert(problem)
      await expect.poll(() => edit().inputValue()).toBe('Mow the lawn twice')
      await edit().and(page.locator(':focus')).waitFor()
      await edit().press('Escape')
    })
    await page.getByRole('button', { name: 'Edit Mow the lawn', exact: true }).waitFor()
  })

  it('if the database fails', async () => {
    await without('todos', async () => {
      await composer().fill('Buy seeds')
      await composer().press('Enter')
      await alert('Something went wrong on the server.')
      await expect.poll(() => composer().inputValue()).toBe('Buy seeds')
    })
    await composer().press('Enter')
    await page.getByRole('button', { name: 'Edit Buy seeds' }).waitFor()
  })

  it('over what has been typed since', async () => {
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const how = async (route: Route) => {
      await held
      await route.abort()
    }
    await failing(how, async () => {
      await composer().fill('Prune the roses')
      await composer().press('Enter')
      await page.getByRole('row', { name: 'Prune the roses' }).waitFor()
      await composer().fill('Rake the leaves')
      release()
      await alert('The server cannot be reached.')
      await page.getByRole('row', { name: 'Prune the roses' }).waitFor({ state: 'detached' })
      expect(await composer().inputValue()).toBe('Rake the leaves')
    })
  })
})

describe('what went wrong', () => {
  it('is not said any more about the next thing that one is asked', async () => {
    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'More about this list' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByRole('dialog').waitFor()
    }
    const offline = (route: Route) => route.abort()
    await failing(offline, async () => {
      await choose('Rename')
      await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
      await page.getByRole('dialog').getByText('The server cannot be reached.').waitFor()
    })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await choose('Delete')
    expect(await page.getByRole('dialog').getByText('The server cannot be reached.').count()).toBe(0)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  })
})

describe('the error page', () => {
  it.each([
    // The layout reads it, too.
    ['of the application', 'todos'],
    ['of a list', 'profiles'],
  ])('%s: tries again', async (_, table) => {
    await without(table, async () => {
      await page.goto(`/lists/${list}`)
      await page.getByRole('heading', { name: 'That did not work' }).waitFor()
    })
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Garden', level: 1 }).waitFor()
  })
})
