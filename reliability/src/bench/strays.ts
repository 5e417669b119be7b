import { inspect } from 'node:util'

/** What nobody has caught, since it was begun to listen. */
export interface Strays {
  readonly found: readonly string[]
  /** What was found since the last call. */
  take(): string[]
  stop(): void
}

/** Listens to rejections that nobody handles, and to exceptions that would end the process. */
export function catchStrays(): Strays {
  let found: string[] = []
  const note = (reason: unknown, origin: unknown) =>
    found.push(`${origin === 'uncaughtException' ? 'an exception' : 'a rejection'}: ${inspect(reason)}`)
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
