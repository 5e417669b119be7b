import { maxBytes, responseTooLarge } from '../http/failure.js'
import type { RunningQuery } from './running-query.js'

/**
 * What PostgreSQL may send for one request, in bytes. The answer itself is measured exactly, later: it is as large
 * as what was received, but for empty values and arrays of json, which take up to three times as much there.
 */
const maxReceived = 4 * maxBytes

/**
 * Ends a query that makes PostgreSQL send far too much for an answer, whatever it is: rows, one value that is
 * longer than a string can be, notices, an error.
 *
 * @returns ends the count
 */
export function limitAnswer(query: RunningQuery): () => void {
  const { stream } = query.client.connection
  let received = 0
  const count = ({ length }: Buffer) => {
    received += length
    if (received <= maxReceived) return
    end()
    query.abandon(responseTooLarge())
  }
  const end = () => stream.off('data', count)
  stream.on('data', count)
  return end
}
