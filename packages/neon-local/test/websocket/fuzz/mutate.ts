import type { Random } from './random.js'

/** What lengths and counts are set to. */
const edges = [0, 1, 3, 4, 5, 127, 128, 255, 65_535, 65_536, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff_ff_ff]

const mutations: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => {
    const at = random.below(bytes.length)
    const changed = Buffer.from(bytes)
    changed[at] = random.below(256)
    return changed
  },
  (bytes, random) => {
    if (bytes.length < 4) return bytes
    const changed = Buffer.from(bytes)
    changed.writeUInt32BE(random.pick(edges), random.below(bytes.length - 3))
    return changed
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  (bytes, random) => insert(bytes, random.below(bytes.length + 1), random.bytes(random.below(20))),
  (bytes, random) => insert(bytes, random.below(bytes.length + 1), Buffer.alloc(1 + random.below(8))),
  (bytes, random) => {
    const from = random.below(bytes.length + 1)
    return insert(bytes, random.below(bytes.length + 1), bytes.subarray(from, from + random.below(64)))
  },
]

function insert(bytes: Buffer, at: number, more: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])
}

/** Changes some bytes, as a broken or a malicious client would have it. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let changed = bytes
  for (let times = random.below(4); times >= 0 && changed.length > 0; times -= 1) {
    changed = random.pick(mutations)(changed, random)
  }
  return changed
}

/** The same bytes in pieces. */
export function split(bytes: Buffer, random: Random): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(random.chance(0.5) ? 7 : bytes.length)
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return pieces
}
