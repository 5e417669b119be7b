import { request } from 'node:http'
import { createIssuer, generateSigningKey } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Application, startApplication } from './support/application'
import { newcomer, password, type Visitor, visit } from './support/browser'
import { browserSuite } from './support/browser-suite'

const suite = browserSuite()

const cookieOf = async ({ context }: Visitor) =>
  (await context.cookies()).find(({ name }) => name === 'session')

const withCookie = async (url: string, value: string) => {
  const visitor = await visit(suite.browser, url)
  await visitor.context.addCookies([{ name: 'session', value, url }])
  return visitor
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a session', () => {
  it('is a cookie that scripts and other sites cannot use, and its key is published', async () => {
    const ada = await newcomer(suite.browser, suite.application.url, 'Ada')
    const cookie = await cookieOf(ada)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    const header = JSON.parse(Buffer.from(cookie?.value.split('.')[0] ?? '', 'base64url').toString())
    const jwks = await (await fetch(`${suite.application.url}/.well-known/jwks.json`)).json()
    expect(header).toMatchObject({ alg: 'ES256', kid: jwks.keys[0].kid })
    expect(jwks.keys[0]).not.toHaveProperty('d')
  })

  it.each([
    ['for any host but the own machine', { host: 'todo.example' }],
    ['behind a proxy that speaks https', { 'x-forwarded-proto': 'https' }],
    ['behind a proxy that passes the name on by another header', { 'x-forwarded-host': 'todo.example' }],
  ])('is sent over https only, %s', async (_, headers) => {
    const setCookie = await new Promise<string[] | undefined>((resolve, reject) => {
      request(`${suite.application.url}/sign-out`, { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.headers['set-cookie'])
      })
        .on('error', reject)
        .end()
    })
    expect(setCookie?.[0]).toMatch(/^__Host-session=;.*Secure; HttpOnly; SameSite=lax/i)
  })

  it('needs the right password', async () => {
    await newcomer(suite.browser, suite.application.url, 'Paula')
    const { page } = await visit(suite.browser, suite.application.url)
    await page.goto('/sign-in')
    for (const email of ['paula@example.com', 'nobody@example.com']) {
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Password').fill('wrong horse battery')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      // The form is given back with its address and without its password.
      await expect.poll(() => page.getByLabel('Password').inputValue()).toBe('')
      await page.getByRole('alert').getByText('The address or the password is wrong.').waitFor()
    }
    await page.getByLabel('E-mail').fill('Paula@Example.com')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/lists')
  })

  it('ends in every tab', async () => {
    const ada = await newcomer(suite.browser, suite.application.url, 'Anna')
    const other = await ada.context.newPage()
    await other.goto('/inside')
    await ada.page.getByRole('button', { name: 'Sign out' }).click()
    await ada.page.waitForURL('**/sign-in')
    await other.waitForURL('**/sign-in')
    expect(await cookieOf(ada)).toBeUndefined()
  })

  it.each(['another key', 'another user', 'no signature'])('is not forged with %s', async (how) => {
    const grace = await newcomer(suite.browser, suite.application.url, `Grace-${how.replace(' ', '-')}`)
    const [head = '', body = '', signature = ''] = (await cookieOf(grace))?.value.split('.') ?? []
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString())
    const forged = async () => {
      if (how === 'another user') {
        return [head, encode({ ...claims, sub: '00000000-0000-4000-8000-000000000000' }), signature].join('.')
      }
      if (how === 'no signature') return [encode({ alg: 'none', typ: 'JWT' }), body, ''].join('.')
      const { privateJwk } = await generateSigningKey({ alg: 'ES256', kid })
      return await createIssuer({ privateJwk }).sign(claims)
    }
    const { page } = await withCookie(suite.application.url, await forged())
    for (const path of ['/lists', '/inside']) {
      await page.goto(path)
      await page.waitForURL('**/sign-in')
    }
  })
})

describe('a token that lives for eight seconds', () => {
  const lifetime = 8_000
  let application: Application
  let ada: Visitor

  beforeAll(async () => {
    application = await startApplication({ TOKEN_LIFETIME: String(lifetime / 1000) })
    ada = await newcomer(suite.browser, application.url, 'Ada')
  })

  afterAll(() => application?.stop())

  it('is renewed while one is active', async () => {
    const first = (await cookieOf(ada))?.value
    for (const start = Date.now(); Date.now() - start < 2.5 * lifetime; ) {
      await ada.page.waitForTimeout(1_000)
      await ada.page.goto('/lists')
      expect(new URL(ada.page.url()).pathname).toBe('/lists')
    }
    expect((await cookieOf(ada))?.value).not.toBe(first)
  })

  it('is not renewed for a session that was signed out, even if it was copied before', async () => {
    const grace = await newcomer(suite.browser, application.url, 'Grace')
    const copy = String((await cookieOf(grace))?.value)
    const thief = await withCookie(application.url, copy)
    await thief.page.goto('/lists')
    await thief.page.getByRole('link', { name: 'My first list' }).waitFor()
    await grace.page.getByRole('button', { name: 'Sign out' }).click()
    await grace.page.waitForURL('**/sign-in')
    await thief.page.waitForTimeout(lifetime / 2 + 500)
    await thief.page.goto('/lists')
    await thief.page.waitForURL('**/sign-in')
  })

  it('is over when one has been away for longer', async () => {
    const uma = await newcomer(suite.browser, application.url, 'Uma')
    const old = String((await cookieOf(uma))?.value)
    // Five more seconds for clocks that differ.
    await uma.page.waitForTimeout(lifetime + 6_000)
    await uma.page.goto('/lists')
    await uma.page.waitForURL('**/sign-in')
    const { page } = await withCookie(application.url, old)
    await page.goto('/lists')
    await page.waitForURL('**/sign-in')
  })
})
