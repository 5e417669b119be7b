const timeout = 5_000
const maxBytes = 512 * 1024

/**
 * Fetches a JWKS: no redirects, 5 seconds and 512 KiB at most, status 200 and JSON only.
 *
 * @throws the error of `fetch`, or one that says what was wrong with the answer and quotes none of it
 */
export async function fetchJwks(address: URL, fetch: typeof globalThis.fetch): Promise<unknown> {
  const signal = AbortSignal.timeout(timeout)
  const timedOut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // A fetch of the caller's own may not heed the signal.
  return Promise.race([load(address, fetch, signal), timedOut])
}

async function load(address: URL, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal,
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`The JWKS endpoint answered with status ${response.status}.`)
  }
  if (response.redirected) throw new Error('The JWKS endpoint redirected.')
  const text = await readText(response)
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The JWKS endpoint did not answer with JSON.')
  }
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw new Error('The answer of the JWKS endpoint is too large.')
    }
    text += decoder.decode(value, { stream: true })
  }
}
