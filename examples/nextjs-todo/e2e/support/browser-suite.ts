import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type Application, startApplication } from './application'
import { launch } from './browser'

/** The application and a browser for the tests of one file. */
export function browserSuite(env: Record<string, string> = {}) {
  const suite: { application: Application; browser: Browser } = Object.create(null)
  beforeAll(async () => {
    suite.application = await startApplication(env)
    suite.browser = await launch()
  })
  afterAll(async () => {
    await suite.browser?.close()
    await suite.application?.stop()
  })
  return suite
}
