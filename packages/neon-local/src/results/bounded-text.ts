import { maxBytes, responseTooLarge } from '../http/failure.js'

/** An answer that is put together piece by piece, and given up when it becomes too large. */
export class BoundedText {
  readonly #pieces: string[] = []
  #length = 0

  /** @throws {Failure} 507 */
  add(piece: string): void {
    this.#length += piece.length
    // In UTF-8 it takes as many bytes at least.
    if (this.#length > maxBytes) throw responseTooLarge()
    this.#pieces.push(piece)
  }

  toString(): string {
    return this.#pieces.join('')
  }
}
