import { generateSigningKey } from '@rowauth/core'
import { startNeonLocal } from '@rowauth/neon-local'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { expect, it } from 'vitest'
import { prepareDatabase } from '../scripts/prepare-database.mjs'
import { runNext } from '../scripts/run-next.mjs'
import { freePort } from './support/application'
import { addTodo, launch, makeList, newcomer, openList, share } from './support/browser'

it('is the same application on Neon over HTTP', async () => {
  await using server = await startEmbeddedPostgres()
  const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
  const SIGNING_KEYS = JSON.stringify([privateJwk])
  const appUrl = new URL(await prepareDatabase(server.connectionString, SIGNING_KEYS))
  const endpoint = await startNeonLocal({ connectionString: appUrl.href, passwordLogin: true })
  appUrl.host = 'project.neon.local'
  appUrl.port = ''
  const env = { DATABASE_URL: appUrl.href, NEON_ENDPOINT: endpoint.url, SIGNING_KEYS }
  const next = await runNext({ command: 'start', port: await freePort(), env, isQuiet: true })
  const browser = await launch()
  try {
    const grace = await newcomer(browser, next.url, 'Grace')
    const { page } = await newcomer(browser, next.url, 'Ada')
    await makeList(page, 'Over HTTP')
    await addTodo(page, 'Send a request')
    await share(page, 'grace@example.com', 'Viewer')
    await openList(grace.page, 'Over HTTP')
    await grace.page.getByText('Send a request').waitFor()
    expect(await grace.page.getByRole('checkbox', { name: 'Send a request' }).isDisabled()).toBe(true)
    await page.goto('/inside')
    await page.getByText('authenticated').first().waitFor()
    await page.goto('/public')
    await page.getByText('Nobody has made a list public yet.').waitFor()
  } finally {
    await browser.close()
    await next.stop()
    await endpoint.close()
  }
})
