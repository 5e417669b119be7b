import type { Random } from '../bench/random.js'

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53 + 1,
  '',
  'none',
  'null',
  '\u0000',
  '\ud800',
  '__proto__',
  'x'.repeat(5000),
  [],
  [[]],
  {},
  { length: 3 },
  { toString: null },
]

/** The value with something in it replaced, left out, doubled or renamed. */
export function mutateJson(value: unknown, random: Random, depth = 0): unknown {
  const stop = depth > 6 || random.percent(depth === 0 ? 3 : 25)
  if (stop || typeof value !== 'object' || value === null) return random.pick(values)
  if (Array.isArray(value)) return mutateArray(value, random, depth)
  const entries = Object.entries(value)
  if (entries.length === 0) return random.pick(values)
  const at = random.below(entries.length)
  const [name, inner] = entries[at] as [string, unknown]
  if (random.percent(15)) entries.splice(at, 1)
  else if (random.percent(10))
    entries[at] = [random.pick(['', '__proto__', 'constructor', `${name} `]), inner]
  else entries[at] = [name, mutateJson(inner, random, depth + 1)]
  return Object.fromEntries(entries)
}

function mutateArray(list: readonly unknown[], random: Random, depth: number): unknown {
  const changed = [...list]
  if (changed.length === 0) return [random.pick(values)]
  const at = random.below(changed.length)
  if (random.percent(15)) changed.splice(at, 1)
  else if (random.percent(20)) changed.splice(at, 0, changed[random.below(changed.length)])
  else if (random.percent(10)) changed.reverse()
  else changed[at] = mutateJson(changed[at], random, depth + 1)
  return changed
}
