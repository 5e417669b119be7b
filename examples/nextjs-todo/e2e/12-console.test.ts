import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { addTodo, makeList, newcomer, openList, share, tick } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()

it('leaves the console of the browser empty', async () => {
  const written: string[] = []
  const watch = (page: Page) => {
    page.on('console', (message) => written.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => written.push(error.message))
  }
  const grace = await newcomer(suite.browser, suite.application.url, 'Grace')
  const { page } = await newcomer(suite.browser, suite.application.url, 'Ada')
  watch(grace.page)
  watch(page)
  await makeList(page, 'Errands')
  for (const title of ['Post office', 'Library']) await addTodo(page, title)
  await tick(page, 'Library')
  await page.getByRole('radio', { name: /^Done/ }).click()
  await page.getByRole('radio', { name: /^All/ }).click()
  await share(page, 'grace@example.com', 'Viewer')
  await openList(grace.page, 'Errands')
  for (const path of ['/inside', '/public', '/lists']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  expect(written).toEqual([])
})
