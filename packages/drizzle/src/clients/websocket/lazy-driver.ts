import type { PgDriver } from '../../handle/drizzle-internals.js'

/**
 * A driver that is loaded by the first call; calls are handed on in their order.
 *
 * @param load - gives a driver with `observedBy` and `within`; asked again when it has failed
 */
export function lazyDriver(load: () => Promise<PgDriver>, verifiesTokens: boolean): PgDriver {
  let loading: Promise<PgDriver> | undefined
  const loaded = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  const derived = (derive: (driver: PgDriver) => PgDriver | undefined) =>
    lazyDriver(async () => {
      const driver = derive(await loaded())
      if (driver === undefined) throw new TypeError('The driver that was loaded cannot do this.')
      return driver
    }, verifiesTokens)
  return {
    verifiesTokens,
    query: async (...call) => (await loaded()).query(...call),
    batch: async (...call) => (await loaded()).batch(...call),
    transaction: async (...call) => (await loaded()).transaction(...call),
    observedBy: (onQuery) => derived((driver) => driver.observedBy?.(onQuery)),
    within: (client) => derived((driver) => driver.within?.(client)),
  }
}
