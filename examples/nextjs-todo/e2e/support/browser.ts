import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

/** A browser that asks nobody but the application for anything, within a sandbox or a container. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })

export const password = 'correct horse battery'

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
}

export async function visit(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  return { context, page }
}

/** A visitor who has just made an account. */
export async function newcomer(
  browser: Browser,
  baseURL: string,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const visitor = await visit(browser, baseURL, options)
  const { page } = visitor
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.com`)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make an account' }).click()
  await page.waitForURL('**/lists')
  return visitor
}

/** Opens a list by its name, from wherever the page is. */
export async function openList(page: Page, name: string): Promise<void> {
  await page.goto('/lists')
  await page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

export async function makeList(page: Page, name: string): Promise<string> {
  await page.goto('/lists')
  await page.getByLabel('Name of a new list').fill(name)
  await page.getByRole('button', { name: 'Make the list' }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

export async function addTodo(page: Page, title: string): Promise<void> {
  await page.getByLabel('What is to be done?').fill(title)
  await page.getByLabel('What is to be done?').press('Enter')
  // The edit button comes when the server has stored it.
  await page.getByRole('button', { name: `Edit ${title}` }).waitFor()
}

export async function share(page: Page, email: string, role: 'Editor' | 'Viewer'): Promise<void> {
  await page.getByRole('button', { name: /^Share/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill(email)
  if (role === 'Viewer') {
    await dialog.getByRole('button', { name: /Role$/ }).click()
    await page.getByRole('option', { name: 'Viewer' }).click()
  }
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByRole('listitem').filter({ hasText: email }).waitFor()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Clicks the box that one sees; the one that screen readers know is hidden within its label. */
export async function tick(page: Page, title: string): Promise<void> {
  await page.getByRole('row', { name: title }).locator('label').click()
}
