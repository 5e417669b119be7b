import type { Random } from '../bench/random.js'

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x2e, 0x3d, 0x22, 0x5c]

/** Changes some bytes: flips, replaces, inserts, removes, repeats, cuts off. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let changed = Buffer.from(bytes)
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const at = random.below(changed.length + 1)
    const upTo = Math.min(changed.length, at + 1 + random.below(8))
    const [head, middle, tail] = [changed.subarray(0, at), changed.subarray(at, upTo), changed.subarray(upTo)]
    const some = Buffer.from(Array.from({ length: 1 + random.below(4) }, () => random.below(256)))
    changed = Buffer.concat(
      random.pick<Buffer[]>([
        [head, Buffer.from(middle.map((byte) => byte ^ (1 << random.below(8)))), tail],
        [head, Buffer.from([random.pick(interesting)]), changed.subarray(at + 1)],
        [head, some, middle, tail],
        [head, tail],
        [head, middle, middle, tail],
        [head],
      ]),
    )
  }
  return changed
}
