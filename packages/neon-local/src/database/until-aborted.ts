import { cancelled } from '../http/failure.js'

/**
 * What a promise comes to, unless the signal aborts before.
 *
 * @throws {Failure} 400 as soon as it aborts
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    const settle = () => signal.removeEventListener('abort', stop)
    work.then(resolve, reject).then(settle)
  })
}
