/**
 * What answers in the endpoint's place, a gateway say, may quote the request in its page, and the client puts
 * pages into messages. Errors of the database have a code and are never touched.
 *
 * @param secret - what of the request no error may hold; not empty
 */
export function withoutRequest(error: unknown, secret: string): unknown {
  if (!(error instanceof Error) || ('code' in error && error.code)) return error
  const said = error.message
  const asJson = JSON.stringify(secret).slice(1, -1)
  if (!said.includes(secret) && !said.includes(asJson)) return error
  const [start = 'The endpoint failed'] = /^Server error \(HTTP status \d+\)/.exec(said) ?? []
  return new Error(`${start}. Its answer quotes the request and is withheld.`)
}
