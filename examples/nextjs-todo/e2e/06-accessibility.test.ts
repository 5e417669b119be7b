import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { addTodo, makeList, newcomer, share, tick, type Visitor, visit } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let axe: string
let ada: Visitor
let list: string

async function violations(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle')
  await page.addScriptTag({ content: axe })
  const results: AxeResults = await page.evaluate('axe.run()')
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await newcomer(suite.browser, suite.application.url, 'Grace')
  ada = await newcomer(suite.browser, suite.application.url, 'Ada')
  list = await makeList(ada.page, 'Everything')
  await addTodo(ada.page, 'Open')
  await addTodo(ada.page, 'Closed')
  await tick(ada.page, 'Closed')
  await share(ada.page, 'grace@example.com', 'Editor')
  await ada.page.getByRole('button', { name: 'More about this list' }).click()
  await ada.page.getByRole('menuitem', { name: 'Make public' }).click()
  await ada.page.getByText('Everybody can read it').waitFor()
})

const looks = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'a phone', options: { colorScheme: 'light', viewport: { width: 360, height: 740 } } },
] as const

describe.each(looks)('axe finds nothing: $name', ({ options }) => {
  it('for visitors', async () => {
    const { context, page } = await visit(suite.browser, suite.application.url, options)
    for (const path of ['/', '/sign-in', '/sign-up', '/public', `/public/${list}`, '/nowhere']) {
      await page.goto(path)
      expect(await violations(page), path).toEqual([])
      const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
      expect(isWide, `${path} is wider than the screen`).toBe(false)
    }
    await context.close()
  })

  it('for members', async () => {
    const storageState = await ada.context.storageState()
    const { context, page } = await visit(suite.browser, suite.application.url, { ...options, storageState })
    for (const path of ['/lists', `/lists/${list}`, '/inside']) {
      await page.goto(path)
      expect(await violations(page), path).toEqual([])
      const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
      expect(isWide, `${path} is wider than the screen`).toBe(false)
    }
    await page.goto(`/lists/${list}`)
    await page.getByRole('button', { name: 'Edit Open' }).click()
    expect(await violations(page), 'editing').toEqual([])
    await page.getByRole('button', { name: /^Share/ }).click()
    await page.getByRole('dialog').waitFor()
    expect(await violations(page), 'sharing').toEqual([])
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByRole('button', { name: 'More about this list' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
    expect(await violations(page), 'menu').toEqual([])
    await context.close()
  })
})
