import type { Random } from './random.js'

/** What parsers, protocols and databases have stumbled over. */
const fragments = [
  '\u0000',
  '%00',
  '%0d%0a',
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\\',
  '"',
  "'",
  '$$',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '@',
  '%',
  '\\u0000',
  '\\ud800',
  '\ufeff',
  'é',
  '😀',
  '-0',
  '1e999',
  '1.0',
  '18446744073709551616',
  'null',
  'true',
  '{"query":"select 1"}',
  '"__proto__":',
  '"params":[[]]',
  '"queries":[]',
  '"arrayMode":true',
  '; select 2',
  '--',
  '/*',
  '$1',
  '$65536',
  '::json[]',
  '::text',
  ' from generate_series(1, 100000)',
  ' for update',
  "set_config('role', 'none', true)",
  "pg_notify('a', 'b')",
  'Content-Length: 0\r\n',
  'Content-Length: -1\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: close\r\n',
  'Connection: Upgrade\r\nUpgrade: websocket\r\n',
  'Origin: null\r\n',
  'Host: evil.example\r\n',
  'Neon-Batch-Isolation-Level: Serializable\r\n',
  'Neon-Raw-Text-Output: true\r\n',
  'postgres://authenticated@localtest/postgres',
  'Bearer ',
  'x'.repeat(70_000),
  '['.repeat(1_000),
  '{"a":'.repeat(200),
] as const

/** Changes a text in up to four places; `other` is what pieces may be taken from. */
export function mutate(text: string, other: string, random: Random): string {
  let mutated = text
  for (let changes = random.below(4) + 1; changes > 0; changes -= 1) mutated = change(mutated, other, random)
  return mutated
}

function change(text: string, other: string, random: Random): string {
  const at = random.below(text.length + 1)
  const length = random.below(random.pick([2, 8, 64]))
  const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)]
  switch (random.below(6)) {
    case 0:
      return before + random.pick(fragments) + text.slice(at)
    case 1:
      return before + random.pick(fragments) + after
    case 2:
      return before + after
    case 3:
      return before + piece.repeat(random.below(5)) + after
    case 4:
      return before + String.fromCharCode(random.below(256)) + text.slice(at + 1)
    default: {
      const from = random.below(other.length + 1)
      return before + other.slice(from, from + random.below(64)) + after
    }
  }
}
