import { beforeAll, describe, expect, it } from 'vitest'
import { addTodo, makeList, newcomer, openList, share, tick, type Visitor, visit } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()
let ada: Visitor
let grace: Visitor
let list: string

/** Ada gives Grace another role in the list that is open. */
async function makeGrace(role: 'Editor' | 'Viewer'): Promise<void> {
  const { page } = ada
  await page.getByRole('button', { name: /^Share/ }).click()
  const row = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'grace@example.com' })
  await row.getByRole('button', { name: /Role of Grace/ }).click()
  await page.getByRole('option', { name: role }).click()
  await row.getByRole('button', { name: new RegExp(`^${role}`) }).waitFor()
  await page.waitForLoadState('networkidle')
}

beforeAll(async () => {
  const { browser, application } = suite
  grace = await newcomer(browser, application.url, 'Grace')
  ada = await newcomer(browser, application.url, 'Ada')
  list = await makeList(ada.page, 'Expedition')
  await addTodo(ada.page, 'Find a ship')
})

describe('a list shared with others', () => {
  it('is not there for somebody it is not shared with', async () => {
    await grace.page.goto('/lists')
    await grace.page.getByRole('link', { name: 'My first list' }).waitFor()
    expect(await grace.page.getByText('Expedition').count()).toBe(0)
    await grace.page.goto(`/lists/${list}`)
    await grace.page.getByRole('heading', { name: 'Not here' }).waitFor()
    await grace.page.goto(`/public/${list}`)
    await grace.page.getByRole('heading', { name: 'Not here' }).waitFor()
  })

  it('says so when nobody has the address it is to be shared with', async () => {
    await ada.page.getByRole('button', { name: /^Share/ }).click()
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByLabel('E-mail address').fill('nobody@example.com')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog.getByRole('alert').getByText('Nobody has an account').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
  })

  it('can be looked at by a viewer, who cannot change it', async () => {
    await share(ada.page, 'grace@example.com', 'Viewer')
    await openList(grace.page, 'Expedition')
    await grace.page.getByText('You may look at this list').waitFor()
    await grace.page.getByText('Find a ship').waitFor()
    expect(await grace.page.getByLabel('What is to be done?').count()).toBe(0)
    expect(await grace.page.getByRole('button', { name: 'Edit Find a ship' }).count()).toBe(0)
    expect(await grace.page.getByRole('checkbox', { name: 'Find a ship' }).isDisabled()).toBe(true)
  })

  it('is changed by an editor, and the owner sees it', async () => {
    await makeGrace('Editor')

    await openList(grace.page, 'Expedition')
    await addTodo(grace.page, 'Hire a crew')
    await tick(grace.page, 'Find a ship')
    await grace.page.getByText('Done 1').waitFor()
    await grace.page.waitForLoadState('networkidle')

    await openList(ada.page, 'Expedition')
    await ada.page.getByRole('row', { name: 'Hire a crew' }).getByText('Grace').waitFor()
    expect(await ada.page.getByRole('checkbox', { name: 'Find a ship' }).isChecked()).toBe(true)
  })

  it('is neither renamed, deleted nor shared further by an editor', async () => {
    await grace.page.getByRole('button', { name: 'More about this list' }).click()
    await grace.page.getByRole('menuitem', { name: 'Leave the list' }).waitFor()
    expect(await grace.page.getByRole('menuitem').count()).toBe(1)
    await grace.page.keyboard.press('Escape')
    await grace.page.getByRole('button', { name: /^Members/ }).click()
    const dialog = grace.page.getByRole('dialog')
    await dialog.getByText('ada@example.com').waitFor()
    expect(await dialog.getByLabel('E-mail address').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Close' }).click()
  })

  it('tells an editor who has become a viewer meanwhile', async () => {
    await makeGrace('Viewer')

    await grace.page.getByLabel('What is to be done?').fill('Mutiny')
    await grace.page.getByLabel('What is to be done?').press('Enter')
    await grace.page.getByRole('alert').getByText('You may not change this list').waitFor()
    await grace.page.getByRole('row', { name: 'Mutiny' }).waitFor({ state: 'detached' })
  })

  it('is gone for somebody who leaves', async () => {
    await openList(grace.page, 'Expedition')
    await grace.page.getByRole('button', { name: 'More about this list' }).click()
    await grace.page.getByRole('menuitem', { name: 'Leave the list' }).click()
    await grace.page.getByRole('dialog').getByRole('button', { name: 'Leave the list' }).click()
    await grace.page.waitForURL('**/lists')
    await grace.page.goto(`/lists/${list}`)
    await grace.page.getByRole('heading', { name: 'Not here' }).waitFor()
  })
})

describe('a public list', () => {
  it('is read by visitors without an account, and only while it is public', async () => {
    const visitor = await visit(suite.browser, suite.application.url)
    await openList(ada.page, 'Expedition')
    const turn = async (name: string) => {
      await ada.page.getByRole('button', { name: 'More about this list' }).click()
      await ada.page.getByRole('menuitem', { name }).click()
    }
    await turn('Make public')
    await ada.page.getByText('Everybody can read it').waitFor()

    await visitor.page.goto('/public')
    await visitor.page.getByRole('link', { name: 'Expedition' }).click()
    await visitor.page.getByText('Hire a crew').waitFor()
    expect(await visitor.page.getByText('Grace').count()).toBe(0)
    await visitor.page.goto(`/lists/${list}`)
    await visitor.page.waitForURL('**/sign-in')

    await turn('Make private')
    await ada.page.getByText('Everybody can read it').waitFor({ state: 'detached' })
    await visitor.page.goto(`/public/${list}`)
    await visitor.page.getByRole('heading', { name: 'Not here' }).waitFor()
  })
})
