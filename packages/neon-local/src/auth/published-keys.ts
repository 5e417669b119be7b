/**
 * Fetches a JWKS as Neon does: three tries, no redirects, 64 KiB at most, no more than once in 30 seconds.
 * It also tells which key ids the provider publishes, by which Neon picks the provider of a token.
 */
export class PublishedKeys {
  #keyIds: ReadonlySet<string> = new Set()
  #last: { readonly text: string; readonly at: number } | undefined

  /** @param jwks - a JWKS that is known already */
  constructor(jwks?: unknown) {
    if (jwks !== undefined) this.#keyIds = readKeyIds(jwks)
  }

  /** Does the provider publish a key of this id, as far as is known? */
  has(keyId: string): boolean {
    return this.#keyIds.has(keyId)
  }

  /** A `fetch` for the verifier. What was fetched less than 30 seconds ago is handed out again. */
  readonly fetch: typeof globalThis.fetch = async (address, init) => {
    const age = Date.now() - (this.#last?.at ?? Number.NEGATIVE_INFINITY)
    if (this.#last !== undefined && age >= 0 && age < shortestInterval) return new Response(this.#last.text)
    const response = await tryThrice(address, { ...init, redirect: 'manual' })
    if (response.status !== 200) return response
    const text = await readText(response)
    const keyIds = readKeyIds(JSON.parse(text))
    if (keyIds.size > 0) {
      this.#keyIds = keyIds
      this.#last = { text, at: Date.now() }
    }
    return new Response(text)
  }
}

/** Milliseconds. */
const shortestInterval = 30_000
const pauses = [100, 300]
const maxBytes = 64 * 1024

async function tryThrice(address: URL | RequestInfo, init: RequestInit): Promise<Response> {
  for (const pause of pauses) {
    try {
      const response = await globalThis.fetch(address, init)
      if (response.status < 500 && response.status !== 429) return response
      await response.body?.cancel()
    } catch (error) {
      if (init.signal?.aborted) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return globalThis.fetch(address, init)
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > maxBytes) throw new Error('The JWKS is larger than 64 KiB.')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function readKeyIds(jwks: unknown): ReadonlySet<string> {
  const keyIds = new Set<string>()
  const keys: unknown = (jwks as { keys?: unknown } | null)?.keys
  if (!Array.isArray(keys)) return keyIds
  for (const key of keys as ({ kid?: unknown; use?: unknown } | null)[]) {
    if (typeof key?.kid !== 'string' || (key.use !== undefined && key.use !== 'sig')) continue
    keyIds.add(key.kid)
  }
  return keyIds
}
