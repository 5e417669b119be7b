import type { EventEmitter } from 'node:events'
import { maxBytes, responseTooLarge } from '../http/failure.js'
import type { RunningQuery } from './running-query.js'

/**
 * Ends a query whose rows are far too many for an answer, so that they do not have to fit into memory. The
 * answer itself is measured exactly, later.
 *
 * @returns ends the count
 */
export function limitRows(query: RunningQuery): () => void {
  const connection: EventEmitter = query.client.connection
  const end = () => connection.off('dataRow', count)
  let length = 0
  const count = ({ fields }: { fields: readonly (string | null)[] }) => {
    // Brackets, and a comma after each value: what an answer holds besides.
    length += 2
    for (const field of fields) length += 1 + (field?.length ?? 4)
    // Twice, because an array of json is up to half as long without its quoting.
    if (length <= 2 * maxBytes) return
    end()
    query.abandon(responseTooLarge())
  }
  connection.on('dataRow', count)
  return end
}
