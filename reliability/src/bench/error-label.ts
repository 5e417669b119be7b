/** A call was given up on: it did not settle. */
export class Hang extends Error {
  override readonly name = 'Hang'
}

const losses =
  /terminated|not queryable|closed|ECONNRESET|EPIPE|ECONNREFUSED|socket|fetch failed|could not connect|error connecting|Client was closed|other side|Connection ended/i

/** The error and those that it wraps, outermost first. */
function* causesOf(error: unknown): Generator<Error> {
  for (let at = error; at instanceof Error; at = at.cause) yield at
}

/**
 * What a call rejected with, in a word: its SQLSTATE, the code of an `AuthError`, or `connection lost`, of which no
 * client has a code of its own.
 */
export function errorLabel(error: unknown): string {
  for (const each of causesOf(error)) {
    const { code } = each as { code?: unknown }
    if (typeof code === 'string' && /^(?!EPIPE$)[0-9A-Z]{5}$|^[a-z_]+$/.test(code)) return code
  }
  for (const each of causesOf(error))
    if (/timeout exceeded/.test(each.message)) return 'no connection in time'
  for (const each of causesOf(error)) if (losses.test(each.message)) return 'connection lost'
  const innermost = [...causesOf(error)].at(-1)
  return innermost === undefined ? String(error) : `${innermost.name}: ${innermost.message.slice(0, 120)}`
}

/** Settles as the work does, or rejects with a {@link Hang}. */
export async function withDeadline<T>(work: PromiseLike<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hang(`${what} did not settle.`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
