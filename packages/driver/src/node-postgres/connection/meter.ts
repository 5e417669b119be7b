import { sharedByCopies } from '@rowauth/core/internal'
import type { PgStream } from '../pg-types.js'
import type { ConnectionState } from './connection-state.js'

const metered = /* @__PURE__ */ sharedByCopies('metered streams 1', () => new WeakSet<PgStream>())

/** Counts what comes in before pg parses it: a value that is too large for a string ends the process there. */
export function meter(stream: PgStream, state: ConnectionState): void {
  if (metered.has(stream)) return
  metered.add(stream)
  stream.prependListener?.('data', ({ length }) => state.current?.received(length))
}
