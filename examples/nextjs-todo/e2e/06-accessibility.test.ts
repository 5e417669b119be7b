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

/** What one would have to scroll sideways for, and what is cut off where one cannot. */
async function stickingOut(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle')
  return await page.evaluate(() => {
    const all = [...document.querySelectorAll('body *:not(input)')]
    const isCut = (element: Element) => {
      const { overflowX, textOverflow } = getComputedStyle(element)
      const isRead = element.clientWidth > 1 && textOverflow !== 'ellipsis'
      return isRead && overflowX !== 'visible' && element.scrollWidth > element.clientWidth
    }
    const isOut = (element: Element) => element.getBoundingClientRect().right > innerWidth
    const isWide = document.documentElement.scrollWidth > innerWidth
    const found = all.filter((element) => isCut(element) || (isWide && isOut(element)))
    return [...(isWide ? ['the page'] : []), ...found.map(({ outerHTML }) => outerHTML.slice(0, 120))]
  })
}

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
    }
    await context.close()
  })

  it('for members', async () => {
    const storageState = await ada.context.storageState()
    const { context, page } = await visit(suite.browser, suite.application.url, { ...options, storageState })
    for (const path of ['/lists', `/lists/${list}`, '/inside']) {
      await page.goto(path)
      expect(await violations(page), path).toEqual([])
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

const narrow = [
  { name: '320 px', width: 320, textSize: '100%' },
  { name: '360 px', width: 360, textSize: '100%' },
  { name: '360 px with text of twice the size', width: 360, textSize: '200%' },
]

describe.each(narrow)('nothing has to be scrolled sideways: $name', ({ width, textSize }) => {
  const options = { viewport: { width, height: 740 } }
  const enlarge = (page: Page) =>
    page.evaluate((size) => {
      document.documentElement.style.fontSize = size
    }, textSize)

  it('for visitors', async () => {
    const { context, page } = await visit(suite.browser, suite.application.url, options)
    for (const path of ['/', '/sign-in', '/sign-up', '/public', `/public/${list}`, '/nowhere']) {
      await page.goto(path)
      await enlarge(page)
      expect(await stickingOut(page), path).toEqual([])
    }
    await context.close()
  })

  it('for members, who have room to type in', async () => {
    const storageState = await ada.context.storageState()
    const { context, page } = await visit(suite.browser, suite.application.url, { ...options, storageState })
    for (const path of ['/lists', '/inside', `/lists/${list}`]) {
      await page.goto(path)
      await enlarge(page)
      expect(await stickingOut(page), path).toEqual([])
    }
    const title = page.getByRole('heading', { name: 'Everything', level: 1 })
    expect((await title.boundingBox())?.width).toBeGreaterThan(width / 2)
    const todo = page.getByRole('row', { name: 'Open' }).locator('p').first()
    expect((await todo.boundingBox())?.width).toBeGreaterThan(width / 4)
    await page.getByRole('button', { name: 'Edit Open' }).click()
    expect(await stickingOut(page), 'editing').toEqual([])
    const input = await page.getByRole('textbox', { name: 'Title' }).boundingBox()
    expect(input?.width).toBeGreaterThan(width / 2)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: /^Share/ }).click()
    await page.getByRole('dialog').waitFor()
    expect(await stickingOut(page), 'sharing').toEqual([])
    await context.close()
  })
})
