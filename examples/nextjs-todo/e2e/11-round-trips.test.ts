import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { addTodo, makeList, newcomer, share } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let page: Page

/** The count on the wire, once it has stood still for a second. */
async function settled(): Promise<number> {
  const { roundTrips } = suite.application
  for (let last = -1; ; await setTimeout(1000)) {
    const now = await roundTrips()
    if (now === last) return now
    last = now
  }
}

/** Round trips of what `run` does and of what follows from it. */
async function cost(run: () => Promise<unknown>): Promise<number> {
  const before = await settled()
  await run()
  return (await settled()) - before
}

beforeAll(async () => {
  const { browser, application } = suite
  await newcomer(browser, application.url, 'Grace')
  page = (await newcomer(browser, application.url, 'Ada')).page
  for (const name of ['Garden', 'Kitchen', 'Cellar']) await makeList(page, name)
  await addTodo(page, 'Clear it')
  await share(page, 'grace@example.com', 'Editor')
  for (const name of ['Garden', 'Kitchen']) {
    await page.getByRole('link', { name }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    await page.getByRole('button', { name: 'More about this list' }).click()
    await page.getByRole('menuitem', { name: 'Make public' }).click()
    await page.getByText('Everybody can read it').waitFor()
  }
})

describe('round trips on the wire', () => {
  it.each([
    ['/lists', 1],
    ['/public', 1],
    ['/inside', 1],
  ])('%s costs %i: no link asks for its page before somebody points at it', async (path, trips) => {
    expect(await cost(() => page.goto(path))).toBe(trips)
  })

  it('opening a list by its address costs 2: the lists beside it, and the list', async () => {
    await page.goto('/lists')
    const path = await page.getByRole('link', { name: 'Cellar' }).getAttribute('href')
    expect(await cost(() => page.goto(String(path)))).toBe(2)
  })

  it('opening a list by its link costs 2 at most', async () => {
    await page.goto('/lists')
    const trips = await cost(async () => {
      await page.getByRole('link', { name: 'Garden' }).click()
      await page.getByRole('heading', { name: 'Garden', level: 1 }).waitFor()
    })
    expect(trips).toBeLessThanOrEqual(2)
  })

  it('adding a todo costs 3: to add it, and to read both again', async () => {
    expect(await cost(() => addTodo(page, 'Water the beans'))).toBe(3)
  })
})
