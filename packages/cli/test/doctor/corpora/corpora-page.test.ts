import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { corporaPage } from './corpora-page.js'

const page = 'docs/doctor-corpora.md'

test('the page says what the tests expect; ROWAUTH_WRITE=1 writes it', () => {
  if (process.env.ROWAUTH_WRITE === '1') writeFileSync(page, corporaPage())
  expect(readFileSync(page, 'utf8')).toBe(corporaPage())
})
