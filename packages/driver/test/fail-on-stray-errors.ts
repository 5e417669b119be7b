import { afterAll, afterEach, beforeAll, expect } from 'vitest'

/** Fails each test of the file in which a rejection or an exception was caught by nobody. */
export function failOnStrayErrors(): void {
  const stray: unknown[] = []
  const note = (reason: unknown) => stray.push(reason)
  beforeAll(() => {
    process.on('unhandledRejection', note)
    process.on('uncaughtExceptionMonitor', note)
  })
  afterEach(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    expect(stray.splice(0)).toEqual([])
  })
  afterAll(() => {
    process.off('unhandledRejection', note)
    process.off('uncaughtExceptionMonitor', note)
  })
}
