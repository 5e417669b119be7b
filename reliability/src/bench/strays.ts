/** What nobody has caught, since it was begun to listen. */
export interface Strays {
  readonly found: readonly unknown[]
  /** What was found since the last call. */
  take(): unknown[]
  stop(): void
}

/** Listens to rejections that nobody handles, and to exceptions that would end the process. */
export function catchStrays(): Strays {
  let found: unknown[] = []
  const note = (reason: unknown) => found.push(reason)
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  return {
    get found() {
      return found
    },
    take() {
      const taken = found
      found = []
      return taken
    },
    stop() {
      process.off('unhandledRejection', note)
      process.off('uncaughtException', note)
    },
  }
}
