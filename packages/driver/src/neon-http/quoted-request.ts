/** Letters and digits alone: whatever a page has made of quotes, by way of HTML, JSON or a URL, is gone. */
function bare(text: string): string {
  return text.replace(/&(?:[a-z]+|#x?[0-9a-f]+);|%[0-9a-f]{2}/gi, '').replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * What answers in the endpoint's place, a gateway say, may quote the request in its page, and the client puts
 * pages into messages. Errors of the database have a code and are never touched.
 *
 * @param secret - what of the request no error may hold; not empty
 */
export function withoutRequest(error: unknown, secret: string): unknown {
  if (!(error instanceof Error) || ('code' in error && error.code)) return error
  const hidden = bare(secret)
  const texts = [error.message, ...Object.values(error).filter((value) => typeof value === 'string')]
  const quotes = texts.some((said) => said.includes(secret) || (hidden !== '' && bare(said).includes(hidden)))
  if (!quotes) return error
  const [start = 'The endpoint failed'] = /^Server error \(HTTP status \d+\)/.exec(error.message) ?? []
  return new Error(`${start}. Its answer quotes the request and is withheld.`)
}
