import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, it } from 'vitest'
import { addTodo, makeList, newcomer, openList, password, share, visit } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let page: Page

const hasFocus = (target: Locator) => target.and(page.locator(':focus')).waitFor()
const says = (text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const row = (name: string) => page.getByRole('row', { name })
const composer = () => page.getByLabel('What is to be done?')
const heading = (name: string) => page.getByRole('heading', { name, level: 1 })
const press = (target: Locator, key = 'Enter') => target.press(key)

/** The list takes the focus row by row; the controls of a row are reached from there. */
async function walkTo(title: string, control: Locator): Promise<void> {
  await row(title).focus()
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press('Tab')
    if (await control.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`The row of ${title} does not lead there.`)
}

async function pressIn(title: string, control: Locator, key = 'Enter'): Promise<void> {
  await walkTo(title, control)
  await page.keyboard.press(key)
}

async function choose(item: string): Promise<void> {
  await press(button('More about this list'))
  await press(page.getByRole('menuitem', { name: item }))
}

beforeAll(async () => {
  await newcomer(suite.browser, suite.application.url, 'Grace')
  page = (await newcomer(suite.browser, suite.application.url, 'Ada')).page
})

describe('the focus stays where one is at work, and what has happened is said', () => {
  it('after a list was made: in the field for its first todo', async () => {
    await page.getByLabel('Name of a new list').fill('Garden')
    await press(page.getByLabel('Name of a new list'))
    await heading('Garden').waitFor()
    await hasFocus(composer())
  })

  it('after a todo was added: in the field for the next one', async () => {
    for (const title of ['Mow the lawn', 'Buy seeds', 'Water the beans', 'Prune the roses']) {
      await composer().fill(title)
      await press(composer())
      await says(`“${title}” was added.`)
      await hasFocus(composer())
    }
  })

  it('after an edit, saved or not: on the button that opened it', async () => {
    await pressIn('Buy seeds', button('Edit Buy seeds'))
    await hasFocus(page.getByRole('textbox', { name: 'Title' }))
    await page.keyboard.press('Escape')
    await hasFocus(button('Edit Buy seeds'))
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Title' }).fill('Buy seeds and a pot')
    await page.keyboard.press('Enter')
    await says('“Buy seeds” is now “Buy seeds and a pot”.')
    await hasFocus(button('Edit Buy seeds and a pot'))
  })

  it('after a tick: on the box', async () => {
    const box = page.getByRole('checkbox', { name: 'Mow the lawn' })
    await pressIn('Mow the lawn', box, 'Space')
    await says('“Mow the lawn” is done.')
    await hasFocus(box)
    await page.keyboard.press('Space')
    await says('“Mow the lawn” is open again.')
    await hasFocus(box)
  })

  it('after a todo was moved: on that todo', async () => {
    await pressIn('Prune the roses', button('Move Prune the roses'))
    await page.locator('[aria-label^="Insert"]:focus').waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await says('“Prune the roses” was moved.')
    await page.locator('[role=row]:last-child').and(row('Prune the roses')).waitFor()
    await hasFocus(row('Prune the roses').or(button('Move Prune the roses')))
  })

  it('after a tick that takes the todo off the screen: on the next one', async () => {
    await page.getByRole('radio', { name: /^Open/ }).press('Space')
    await pressIn('Water the beans', page.getByRole('checkbox', { name: 'Water the beans' }), 'Space')
    await says('“Water the beans” is done.')
    await hasFocus(row('Buy seeds and a pot'))
    await page.getByRole('radio', { name: /^All/ }).press('Space')
  })

  it('after what is done was cleared: on the first that is left', async () => {
    await press(button('Clear done'))
    await says('What was done is cleared.')
    await hasFocus(row('Buy seeds and a pot'))
  })

  it('after a todo was deleted: on the next one, on the one before, in the field for a new one', async () => {
    await pressIn('Buy seeds and a pot', button('Delete Buy seeds and a pot'))
    await says('“Buy seeds and a pot” was deleted.')
    await hasFocus(row('Mow the lawn'))
    await pressIn('Prune the roses', button('Delete Prune the roses'))
    await says('“Prune the roses” was deleted.')
    await hasFocus(row('Mow the lawn'))
    await pressIn('Mow the lawn', button('Delete Mow the lawn'))
    await says('“Mow the lawn” was deleted.')
    await hasFocus(composer())
  })

  it('after sharing: within the dialog', async () => {
    await press(button('Share'))
    const dialog = page.getByRole('dialog')
    const address = dialog.getByLabel('E-mail address')
    await address.fill('grace@example.com')
    await press(address)
    await says('grace@example.com is an editor of this list now.')
    await hasFocus(address)
    await press(dialog.getByRole('button', { name: /Role of Grace/ }))
    await press(page.getByRole('option', { name: 'Viewer' }))
    await says('Grace is a viewer now.')
    await hasFocus(dialog.getByRole('button', { name: /Role of Grace/ }))
    await press(dialog.getByRole('button', { name: 'Remove Grace' }))
    await says('Grace is no member any more.')
    await hasFocus(address)
    await page.keyboard.press('Escape')
    await hasFocus(button('Share'))
  })

  it('after a list was renamed or made public: on its menu', async () => {
    await choose('Rename')
    await page.getByRole('dialog').getByLabel('Name').fill('Balcony')
    await page.keyboard.press('Enter')
    await says('The list is called “Balcony” now.')
    await hasFocus(button('More about this list'))
    await choose('Make public')
    await says('The list is public now.')
    await hasFocus(button('More about this list'))
    await choose('Make private')
    await says('The list is private now.')
    await hasFocus(button('More about this list'))
  })

  it('after a list was deleted: on the heading of the page that comes', async () => {
    await choose('Delete')
    await press(button('Delete the list'))
    await hasFocus(heading('Hello, Ada'))
  })

  it('after a list was left: on the heading of the page that comes', async () => {
    const grace = await visit(suite.browser, suite.application.url)
    const ada = page
    page = grace.page
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill('grace@example.com')
    await page.getByLabel('Password').fill(password)
    await page.getByLabel('Password').press('Enter')
    await page.waitForURL('**/lists')
    await makeList(ada, 'Shared')
    await addTodo(ada, 'Look around')
    await share(ada, 'grace@example.com', 'Viewer')
    await openList(page, 'Shared')
    await choose('Leave the list')
    await press(button('Leave the list'))
    await hasFocus(heading('Hello, Grace'))
    await grace.context.close()
    page = ada
  })

  it('is left to the browser when a page is loaded', async () => {
    await page.goto('/lists')
    await heading('Hello, Ada').waitFor()
    await page.waitForLoadState('networkidle')
    await page.locator('body:focus, body:not(:has(:focus))').waitFor()
  })
})
