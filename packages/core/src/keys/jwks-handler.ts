import type { JSONWebKeySet } from 'jose'

const methods = ['GET', 'HEAD']

/** A handler on the Fetch API that serves a JWKS to everyone, to be cached for 5 minutes. */
export function jwksHandler(jwks: JSONWebKeySet): (request: Request) => Promise<Response> {
  const body = JSON.stringify(jwks)
  return async ({ method }) => {
    if (!methods.includes(method)) {
      return new Response(null, { status: 405, headers: { allow: methods.join(', ') } })
    }
    return new Response(method === 'HEAD' ? null : body, {
      headers: {
        'content-type': 'application/json',
        'content-length': String(new TextEncoder().encode(body).byteLength),
        'cache-control': 'public, max-age=300',
        'access-control-allow-origin': '*',
      },
    })
  }
}
