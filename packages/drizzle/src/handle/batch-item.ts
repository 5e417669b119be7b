import type { Channel } from './prepared-runs.js'

/** On what a handle makes that a batch can take: how it starts there, and on whose session it was made. */
const held = Symbol('rowauth: held')

interface Held {
  readonly session: object
  start(channel: Channel): Promise<unknown>
}

/** Lets a batch start something over a channel of the batch's. */
export function holdable<Item extends object>(item: Item, how: Held): Item {
  return Object.defineProperty(item, held, { value: how })
}

function heldOf(item: object): Held | undefined {
  return held in item ? (item[held] as Held) : undefined
}

/**
 * How an item of a batch starts. Each has a channel of its own from the beginning: a query that runs while it
 * is built, for a default say, does not come near it.
 *
 * @throws {TypeError} for a query of another handle: it would be sent as somebody else, or as nobody
 */
export function startOf(item: unknown, session: object): Held['start'] {
  if (typeof item === 'object' && item !== null) {
    const own = heldOf(item)
    if (own?.session === session) return (channel) => own.start(channel)
    if (own === undefined && 'session' in item && item.session === session) return startOfBuilder(item)
  }
  throw new TypeError(
    'batch() takes queries that were built on this very handle; with replicas, both on its $primary.',
  )
}

/** `_prepare` is what Drizzle's own batch asks of a builder. */
function startOfBuilder(builder: object & { _prepare?: unknown }): Held['start'] {
  return async (channel) => {
    const prepared: unknown = typeof builder._prepare === 'function' ? builder._prepare() : undefined
    const own = typeof prepared === 'object' && prepared !== null ? heldOf(prepared) : undefined
    if (own === undefined) throw new TypeError('batch() cannot hold this kind of query back.')
    return await own.start(channel)
  }
}
