import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { addTodo, makeList, newcomer, tick } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let page: Page

const titles = () => page.getByRole('grid', { name: 'Todos' }).getByRole('row').locator('p').allInnerTexts()
const shows = (wanted: string[]) => expect.poll(titles).toEqual(wanted)
const filter = (name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) })

beforeAll(async () => {
  page = (await newcomer(suite.browser, suite.application.url, 'Ada')).page
})

describe('a list of one’s own', () => {
  it('is there for a newcomer, and more can be made', async () => {
    await page.getByRole('link', { name: 'My first list' }).waitFor()
    await makeList(page, 'Garden')
    await page.getByText('Nothing here yet').waitFor()
  })

  it('takes todos, edits, ticks and deletes them, and still has them after a reload', async () => {
    for (const title of ['Water the beans', 'Mow the lawn', 'Buy seeds']) await addTodo(page, title)
    await shows(['Buy seeds', 'Mow the lawn', 'Water the beans'])

    await page.getByRole('button', { name: 'Edit Buy seeds' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Buy seeds and a pot')
    await page.getByRole('textbox', { name: 'Title' }).press('Enter')
    await page.getByRole('button', { name: 'Edit Buy seeds and a pot' }).waitFor()

    await tick(page, 'Mow the lawn')
    await filter('Done').and(page.getByText('Done 1')).waitFor()

    await page.getByRole('button', { name: 'Delete Water the beans' }).click()
    await page.getByRole('row', { name: 'Water the beans' }).waitFor({ state: 'detached' })

    await page.waitForLoadState('networkidle')
    await page.reload()
    await shows(['Buy seeds and a pot', 'Mow the lawn'])
    expect(await page.getByRole('checkbox', { name: 'Mow the lawn' }).isChecked()).toBe(true)
  })

  it('shows open and done ones by themselves', async () => {
    await filter('Open').click()
    await shows(['Buy seeds and a pot'])
    await filter('Done').click()
    await shows(['Mow the lawn'])
    await filter('All').click()
  })

  it('is ticked with the keyboard alone', async () => {
    await page.getByLabel('What is to be done?').focus()
    const box = page.getByRole('checkbox', { name: 'Mow the lawn' })
    const isReached = () => box.evaluate((element) => element === document.activeElement)
    for (let step = 0; step < 20 && !(await isReached()); step += 1) {
      // Tab goes through the controls of a row, the arrows from row to row.
      const isOnRow = await page.evaluate(() => document.activeElement?.getAttribute('role') === 'row')
      const name = await page.evaluate(() => document.activeElement?.textContent ?? '')
      await page.keyboard.press(isOnRow && !name.includes('Mow the lawn') ? 'ArrowDown' : 'Tab')
    }
    await page.keyboard.press('Space')
    await page.getByText('Done 0').waitFor()
    await page.keyboard.press('Space')
    await page.getByText('Done 1').waitFor()
    await page.waitForLoadState('networkidle')
  })

  it('is put into another order with the keyboard', async () => {
    await addTodo(page, 'Prune the roses')
    // The list takes the focus row by row; the handle is one step further.
    await page.getByRole('row', { name: 'Prune the roses' }).focus()
    await page.getByRole('button', { name: 'Move Prune the roses' }).focus()
    await page.keyboard.press('Enter')
    // The places where it can be dropped take the focus.
    await page.locator('[aria-label^="Insert"]:focus').waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await titles()).at(-1)).toBe('Prune the roses')
    await page.waitForLoadState('networkidle')
    const ordered = await titles()
    await page.reload()
    await shows(ordered)
  })

  it('is put into another order with the mouse', async () => {
    // Rows that are drawn anew meanwhile have no place on the screen.
    await page.waitForLoadState('networkidle')
    await page.getByRole('row').nth(2).waitFor()
    const before = await titles()
    const from = await page.getByRole('button', { name: `Move ${before[0]}` }).boundingBox()
    const to = await page.getByRole('row').nth(2).boundingBox()
    if (from === null || to === null) throw new Error('The rows are not on the screen.')
    await page.mouse.move(from.x + 10, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(from.x + 12, from.y + 40, { steps: 5 })
    await page.mouse.move(to.x + 40, to.y + to.height - 3, { steps: 10 })
    await page.mouse.up()
    await expect.poll(async () => (await titles())[0]).toBe(before[1])
    await page.waitForLoadState('networkidle')
    await page.reload()
    await expect.poll(async () => (await titles())[0]).toBe(before[1])
  })

  it('shows a change before the server has answered, and takes it back if that fails', async () => {
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/lists/*', async (route) => {
      if (route.request().method() !== 'POST') return await route.fallback()
      await held
      await route.abort()
    })
    await page.getByLabel('What is to be done?').fill('Wait for rain')
    await page.getByLabel('What is to be done?').press('Enter')
    await page.getByRole('row', { name: 'Wait for rain' }).waitFor()
    release()
    await page.getByRole('row', { name: 'Wait for rain' }).waitFor({ state: 'detached' })
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor()
    await page.unroute('**/lists/*')
  })

  it('clears what is done', async () => {
    await page.getByRole('button', { name: 'Clear done' }).click()
    await expect.poll(titles).not.toContain('Mow the lawn')
  })

  it('is renamed and deleted', async () => {
    await page.getByRole('button', { name: 'More about this list' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Garden and balcony')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('heading', { name: 'Garden and balcony', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'More about this list' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the list' }).click()
    await page.waitForURL('**/lists')
    await page.getByRole('link', { name: 'Garden and balcony' }).waitFor({ state: 'detached' })
  })
})
