/** Messages that ask the server for an answer: Query, Sync, FunctionCall, Flush, CopyDone, CopyFail. */
const asking = new Set(['Q', 'S', 'F', 'H', 'c', 'f'])
/** Those that ReadyForQuery answers. */
const readied = new Set(['Q', 'S', 'F'])
/** NoticeResponse, NotificationResponse, ParameterStatus: come at any time, answer nothing. */
const unasked = new Set(['N', 'A', 'S'])

/**
 * Counts the times that one client has sent something and then has to wait.
 *
 * A round trip begins with a message that asks for an answer while none is outstanding; what is sent during the
 * wait belongs to it. It is over when each Query, Sync and function call has had its ReadyForQuery, when the
 * server asks for COPY data, or, after a Flush alone, at the first message that comes back. TCP chunks do not
 * matter, and so an extended query (Parse … Sync) is one round trip, as a simple one is.
 */
export class RoundTripCounter {
  #waiting = false
  #flushed = false
  #pending: string[] = []

  /** Notes a message of the client's; true when a round trip begins with it. */
  sent(type: string): boolean {
    if (!asking.has(type)) return false
    if (readied.has(type)) this.#pending.push(type)
    if (type === 'H') this.#flushed = true
    const begins = !this.#waiting
    this.#waiting = true
    return begins
  }

  /** Notes a message of the server's, at the moment when the client gets it. */
  received(type: string): void {
    if (unasked.has(type)) return
    if (type === 'Z') this.#pending.shift()
    const copies = type === 'G' || type === 'W'
    // The server skips a Sync that it meets while it expects COPY data, so nothing will answer it.
    if (copies && this.#pending[0] === 'S') this.#pending.shift()
    const answered = this.#pending.length === 0 && (type === 'Z' || this.#flushed)
    if (copies || answered) {
      this.#waiting = false
      this.#flushed = false
    }
  }
}
