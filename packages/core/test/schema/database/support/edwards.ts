import { createHash } from 'node:crypto'

/** A point of edwards25519 in affine coordinates: RFC 8032, section 5.1. */
export type Point = readonly [x: bigint, y: bigint]

export const p = 2n ** 255n - 19n
export const order = 2n ** 252n + 27742317777372353535851937790883648493n
const d = modulo(-121665n * power(121666n, p - 2n))
const rootOfMinus1 = power(2n, (p - 1n) / 4n)

export function modulo(value: bigint, modulus = p): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let rest = exponent, square = base; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = modulo(result * square)
    square = modulo(square * square)
  }
  return result
}

export function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = modulo(d * x1 * x2 * y1 * y2)
  return [
    modulo((x1 * y2 + x2 * y1) * power(1n + product, p - 2n)),
    modulo((y1 * y2 + x1 * x2) * power(modulo(1n - product), p - 2n)),
  ]
}

export function multiply(scalar: bigint, point: Point): Point {
  let result: Point = [0n, 1n]
  for (let rest = scalar, double = point; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, double)
    double = add(double, double)
  }
  return result
}

/** The point with this y and the lowest bit of x, if there is one. */
export function pointAt(y: bigint, sign = 0n): Point | undefined {
  const square = modulo((y * y - 1n) * power(modulo(d * y * y + 1n), p - 2n))
  let x = power(square, (p + 3n) / 8n)
  if (modulo(x * x - square) !== 0n) x = modulo(x * rootOfMinus1)
  if (modulo(x * x - square) !== 0n) return undefined
  return [x % 2n === sign ? x : modulo(-x), y]
}

export const base = pointAt(modulo(4n * power(5n, p - 2n))) as Point

/** The eight points whose order is 1, 2, 4 or 8. */
export function torsionPoints(): Point[] {
  for (let y = 2n; ; y += 1n) {
    const point = pointAt(y)
    const generator = point && multiply(order, point)
    // Of order 8, as most are, if four times it is not yet neutral.
    if (generator === undefined || multiply(4n, generator)[0] !== 0n || multiply(4n, generator)[1] === 1n)
      continue
    return Array.from({ length: 8 }, (_, index) => multiply(BigInt(index), generator))
  }
}

export function littleEndian(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse()
}

export function fromLittleEndian(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

/** y with the lowest bit of x above it. Any y below 2^255 can be written, canonical or not. */
export function encode(y: bigint, sign: bigint): Buffer {
  return littleEndian(y + (sign << 255n))
}

export function encodePoint([x, y]: Point): Buffer {
  return encode(y, x & 1n)
}

/** SHA-512 of R, A and the message, modulo the order of the base point. */
export function challenge(r: Buffer, publicKey: Buffer, message: Buffer): bigint {
  const digest = createHash('sha512').update(r).update(publicKey).update(message).digest()
  return modulo(fromLittleEndian(digest), order)
}
