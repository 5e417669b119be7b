import { type Curve, inverseModulo, modulo } from './ecdsa-curve.js'

export interface Point {
  readonly x: bigint
  readonly y: bigint
}

/** The point with an x coordinate, one of two, or undefined where there is none. */
export function pointAt({ p, b }: Curve, x: bigint): Point | undefined {
  const square = modulo(x * x * x - 3n * x + b, p)
  // Both primes are 3 modulo 4.
  const y = power(square, (p + 1n) / 4n, p)
  return modulo(y * y, p) === square ? { x, y } : undefined
}

/** The sum of two points that are not opposite: SEC 1, section 2.2.1. */
export function add({ p }: Curve, first: Point, second: Point): Point {
  const slope =
    first.x === second.x
      ? (3n * first.x * first.x - 3n) * inverseModulo(2n * first.y, p)
      : (second.y - first.y) * inverseModulo(second.x - first.x, p)
  const x = modulo(slope * slope - first.x - second.x, p)
  return { x, y: modulo(slope * (first.x - x) - first.y, p) }
}

export function multiply(curve: Curve, point: Point, scalar: bigint): Point {
  const [, ...bits] = scalar.toString(2)
  let product = point
  for (const bit of bits) {
    product = add(curve, product, product)
    if (bit === '1') product = add(curve, product, point)
  }
  return product
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let [factor, rest] = [base, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}
