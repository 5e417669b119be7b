import { AuthError } from '@rowauth/core'
import { asyncContext, sharedByCopies } from '@rowauth/core/internal'

/** A transaction whose callback is running. */
interface Frame {
  readonly source: object
  readonly acquired: () => boolean
  readonly outer: Frame | undefined
  over: boolean
}

const frames = /* @__PURE__ */ sharedByCopies('callback frames 1', () => asyncContext<Frame>())

/**
 * Refuses a call that would wait for the very transaction in whose callback it is made. Without Node's async
 * context there is no telling, and it waits.
 *
 * @param source - what serves one call after the other
 * @throws {AuthError} `unsupported`
 */
export function assertNotWithin(source: object): void {
  for (let frame = frames?.getStore(); frame !== undefined; frame = frame.outer) {
    if (!frame.over && frame.source === source && frame.acquired()) {
      throw new AuthError(
        'unsupported',
        'The only client is held by the transaction whose callback makes this call, so the call would wait ' +
          'for ever. Use the callback\'s own "tx", or a Pool.',
      )
    }
  }
}

/** Runs the callback of a transaction, so that {@link assertNotWithin} knows of it. */
export async function runWithin<T>(
  source: object,
  acquired: () => boolean,
  run: () => Promise<T>,
): Promise<T> {
  if (frames === undefined) return await run()
  const frame: Frame = { source, acquired, outer: frames.getStore(), over: false }
  try {
    return await frames.run(frame, run)
  } finally {
    frame.over = true
  }
}
