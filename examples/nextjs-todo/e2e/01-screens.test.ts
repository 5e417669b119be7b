import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { addTodo, makeList, newcomer, share, tick, type Visitor, visit } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let ada: Visitor
let shared: string

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))

beforeAll(async () => {
  const { browser, application } = suite
  await mkdir(folder, { recursive: true })
  await newcomer(browser, application.url, 'Grace')
  ada = await newcomer(browser, application.url, 'Ada')
  shared = await makeList(ada.page, 'Moving house')
  for (const title of ['Book a van', 'Tell the landlord', 'Pack the kitchen', 'Hand over the keys']) {
    await addTodo(ada.page, title)
  }
  await tick(ada.page, 'Tell the landlord')
  await share(ada.page, 'grace@example.com', 'Editor')
  await ada.page.getByRole('button', { name: 'More about this list' }).click()
  await ada.page.getByRole('menuitem', { name: 'Make public' }).click()
  await ada.page.getByText('Everybody can read it').waitFor()
  await makeList(ada.page, 'Books to read')
})

const looks = [
  { name: 'light', options: { colorScheme: 'light', viewport: { width: 1280, height: 860 } } },
  { name: 'dark', options: { colorScheme: 'dark', viewport: { width: 1280, height: 860 } } },
  { name: 'phone', options: { colorScheme: 'light', viewport: { width: 360, height: 780 } } },
] as const

it.each(looks)('shows every page: $name', async ({ name, options }) => {
  const { browser, application } = suite
  const visitor = await visit(browser, application.url, options)
  const member = await visit(browser, application.url, {
    ...options,
    storageState: await ada.context.storageState(),
  })
  const shoot = async (page: Page, file: string) => {
    await page.screenshot({ path: `${folder}${file}-${name}.png`, fullPage: true })
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(isWide, `${file} is wider than the screen`).toBe(false)
  }

  for (const [path, file] of [
    ['/', 'home'],
    ['/sign-in', 'sign-in'],
    ['/sign-up', 'sign-up'],
    ['/public', 'public'],
    [`/public/${shared}`, 'public-list'],
    ['/nowhere', 'not-found'],
  ] as const) {
    await visitor.page.goto(path)
    await shoot(visitor.page, file)
  }
  await member.page.goto('/lists')
  await shoot(member.page, 'lists')
  await member.page.goto('/inside')
  await shoot(member.page, 'inside')
  await member.page.goto(`/lists/${shared}`)
  await shoot(member.page, 'list')
  await member.page.getByRole('button', { name: /^Share/ }).click()
  await member.page.getByRole('dialog').waitFor()
  await shoot(member.page, 'share')
  await member.page.goto(`/lists`)
  await member.page.getByRole('link', { name: 'Books to read' }).click()
  await member.page.getByText('Nothing here yet').waitFor()
  await shoot(member.page, 'empty')
  await visitor.context.close()
  await member.context.close()
})
