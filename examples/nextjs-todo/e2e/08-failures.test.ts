import { generateSigningKey } from '@rowauth/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runNext } from '../scripts/run-next.mjs'
import { freePort } from './support/application'
import { addTodo, makeList, newcomer, password, visit } from './support/browser'
import { browserSuite } from './support/browser-suite'
import { callAction, serverActions } from './support/server-actions'

const lifetime = 8_000
const suite = browserSuite({ TOKEN_LIFETIME: String(lifetime / 1000) })
let owner: pg.Client

beforeAll(async () => {
  owner = new pg.Client({ connectionString: suite.application.ownerUrl })
  await owner.connect()
})

afterAll(() => owner?.end())

/** Runs something while the application cannot reach its database. */
async function withoutDatabase(run: () => Promise<void>): Promise<void> {
  await owner.query('alter role rowauth_todo nologin')
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rowauth_todo'`)
  try {
    await run()
  } finally {
    await owner.query('alter role rowauth_todo login')
  }
}

describe('without its database', () => {
  it('signs out in this browser all the same', async () => {
    const { page } = await newcomer(suite.browser, suite.application.url, 'Olga')
    await withoutDatabase(async () => {
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL('**/sign-in')
    })
    await page.goto('/lists')
    await page.waitForURL('**/sign-in')
  })

  it('shows pages that need none, while a token waits for its renewal', async () => {
    const { page } = await newcomer(suite.browser, suite.application.url, 'Nora')
    await page.waitForTimeout(lifetime / 2 + 500)
    await withoutDatabase(async () => {
      const answer = await page.goto('/nowhere')
      expect(answer?.status()).toBe(404)
    })
  })

  it('logs neither passwords, their hashes, nor what people write', async () => {
    const visitor = await visit(suite.browser, suite.application.url)
    await visitor.page.goto('/sign-up')
    await visitor.page.getByLabel('Name').fill('Xavier')
    await visitor.page.getByLabel('E-mail').fill('xavier@example.com')
    await visitor.page.getByLabel('Password').fill(password)
    const { page } = await newcomer(suite.browser, suite.application.url, 'Lena')
    await makeList(page, 'Diary')
    await withoutDatabase(async () => {
      await visitor.page.getByRole('button', { name: 'Make an account' }).click()
      await visitor.page.getByRole('heading', { name: 'That did not work' }).waitFor()
      await page.getByLabel('What is to be done?').fill('A secret of mine')
      await page.getByLabel('What is to be done?').press('Enter')
      await expect.poll(() => suite.application.log()).toContain('insert into "todos"')
    })
    const log = suite.application.log()
    expect(log).toContain('private.sign_up')
    for (const value of ['argon2', password, 'xavier', 'secret of mine', 'eyJ'])
      expect(log).not.toContain(value)
    // A ticket, in database mode.
    expect(log).not.toMatch(/~[0-9a-f]{64}/)
  })
})

describe('what cannot be stored', () => {
  it.each(['A\0B', 'A\u0007B', '\u200b', ' '])('is refused with words: %j', async (title) => {
    const name = `Uma${title.charCodeAt(0)}${title.length}${title.charCodeAt(1)}`
    const uma = await newcomer(suite.browser, suite.application.url, name)
    const list = await makeList(uma.page, 'Odd')
    await addTodo(uma.page, 'Plain')
    const id = (await serverActions()).get('addTodo') ?? ''
    const answer = await callAction(`${suite.application.url}/lists/${list}`, id, uma, [list, title])
    expect(answer.status).toBe(200)
    expect(await answer.text()).toMatch(/"ok":false,"message":"(Say what|Leave out)/)
  })
})

it('a session that was signed out does not come back with an answer that was on its way', async () => {
  const url = suite.application.url
  const rita = await newcomer(suite.browser, url, 'Rita')
  await rita.page.waitForTimeout(lifetime / 2 + 500)
  const cookies = await rita.context.cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const late = await fetch(`${url}/inside`, { headers: { cookie } })
  const renewed = /session=([^;]+)/.exec(late.headers.get('set-cookie') ?? '')?.[1] ?? ''
  expect(renewed).toMatch(/^eyJ/)
  await rita.page.getByRole('button', { name: 'Sign out' }).click()
  await rita.page.waitForURL('**/sign-in')
  await rita.context.addCookies([{ name: 'session', value: renewed, url }])
  await rita.page.goto('/lists')
  await rita.page.waitForURL('**/sign-in')
})

describe('with an environment that is not in order', () => {
  it.each([
    ['SIGNING_KEYS', 'one that is secret'],
    ['SIGNING_KEYS', '[{"kty":"EC","secret":"one that is secret"}]'],
    ['TOKEN_LIFETIME', '15m'],
    ['TOKEN_LIFETIME', ''],
    ['DATABASE_URL', 'postgresql://app:one that is secret@:x/'],
  ])('does not start, and says that %s is wrong, without its value: %s', async (name, value) => {
    const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
    const good = {
      DATABASE_URL: 'postgresql://app@127.0.0.1:9/app',
      SIGNING_KEYS: JSON.stringify([privateJwk]),
    }
    const env = { ...good, [name]: value }
    const started = runNext({ command: 'start', port: await freePort(), env, isQuiet: true })
    const message = await started.then(
      async ({ stop }) => {
        await stop()
        return 'It started.'
      },
      (error: Error) => error.message,
    )
    expect(message).toContain(name)
    expect(message).not.toContain('one that is secret')
  })
})
