import { createHash, randomBytes } from 'node:crypto'

/** What is different from RFC 8017, section 9.1.1, in an encoded message. */
export interface PssVariant {
  readonly hash?: string
  readonly maskHash?: string
  readonly saltLength?: number
  /** The byte between the zeros and the salt. */
  readonly separator?: number
  readonly trailer?: number
  /** A bit to set in the zeros, from the first one that the encoding has on. */
  readonly zerosBit?: number
  /** A bit of the first byte that lies beyond the encoding's length. */
  readonly unusedBits?: boolean
  /** Eight bytes that are hashed in front of the message's hash. */
  readonly prefix?: Buffer
}

/** EMSA-PSS-ENCODE. */
export function encodePss(message: Buffer, bits: number, variant: PssVariant = {}): Buffer {
  const { hash = 'sha256', maskHash = hash, saltLength = 32, separator = 1, trailer = 0xbc } = variant
  const digest = (bytes: Buffer, name = hash) => createHash(name).update(bytes).digest()
  const length = Math.ceil(bits / 8)
  const unused = 8 * length - bits
  const salt = randomBytes(saltLength)
  const h = digest(Buffer.concat([variant.prefix ?? Buffer.alloc(8), digest(message), salt]))
  const block = Buffer.alloc(length - h.length - 1)
  salt.copy(block, block.length - saltLength)
  block[block.length - saltLength - 1] = separator
  if (variant.zerosBit !== undefined) {
    const bit = unused + variant.zerosBit
    block[bit >> 3] = (block[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  }
  const blocks = Array.from({ length: Math.ceil(block.length / 20) }, (_, counter) => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(counter)
    return digest(Buffer.concat([h, number]), maskHash)
  })
  const mask = Buffer.concat(blocks)
  const masked = Buffer.from(block.map((byte, index) => byte ^ (mask[index] ?? 0)))
  masked[0] = (masked[0] ?? 0) & (0xff >> unused)
  if (variant.unusedBits === true) masked[0] = (masked[0] ?? 0) | (0x100 >> unused)
  return Buffer.concat([masked, h, Buffer.from([trailer])])
}
