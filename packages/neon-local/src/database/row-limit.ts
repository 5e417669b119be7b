import type { EventEmitter } from 'node:events'
import { maxBytes, responseTooLarge } from '../http/failure.js'
import type { RunningQuery } from './running-query.js'

/**
 * Stops a query whose rows are far too many for an answer, so that they do not have to fit into memory. The
 * answer itself is measured exactly, later.
 *
 * @returns ends the count
 */
export function limitRows(query: RunningQuery): () => void {
  const connection: EventEmitter = query.client.connection
  let length = 0
  const count = ({ fields }: { fields: readonly (string | null)[] }) => {
    for (const field of fields) length += 1 + (field?.length ?? 4)
    // Twice, because some values are a little shorter as JSON.
    if (length > 2 * maxBytes) query.stop(responseTooLarge())
  }
  connection.on('dataRow', count)
  return () => connection.off('dataRow', count)
}
