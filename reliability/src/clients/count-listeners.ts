import type { EventEmitter } from 'node:events'

export function countListeners(emitters: readonly EventEmitter[]): number {
  return emitters.reduce(
    (sum, emitter) => sum + emitter.eventNames().reduce((own, name) => own + emitter.listenerCount(name), 0),
    0,
  )
}

/** A client of node-postgres and what is inside it. */
export function insidesOf(client: EventEmitter): EventEmitter[] {
  const { connection } = client as EventEmitter & { connection?: EventEmitter & { stream?: EventEmitter } }
  return [client, connection, connection?.stream].filter((emitter) => emitter !== undefined)
}
