import { parseUrl } from '@rowauth/core/internal'
import { expect, test } from 'vitest'

test.each([
  ['https://a.example/x', undefined, 'https://a.example/x'],
  ['/x', 'https://a.example', 'https://a.example/x'],
  ['/x', undefined, undefined],
  ['', undefined, undefined],
  ['http://a b', undefined, undefined],
  // `URL.canParse` of Node 20 takes it for a URL once it is called often.
  ['http://127.0.0.1\u00c3\u00855173', undefined, undefined],
])('%j with the base %j', (text, base, expected) => {
  for (let times = 0; times < 20_000; times += 1) parseUrl(text, base)
  expect(parseUrl(text, base)?.href).toBe(expected)
})
