import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OAuthConfig } from '@auth/core/providers'

/** An OAuth provider on loopback. Its code is the name of the user who signs in, and so is its access token. */
export async function startOAuthProvider() {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const token = request.headers.authorization?.replace('Bearer ', '')
    const answer =
      request.url === '/token'
        ? { access_token: new URLSearchParams(body).get('code'), token_type: 'bearer' }
        : { id: `id of ${token}`, name: token }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OAuthConfig<{ id: string; name: string }> = {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    clientId: 'application',
    clientSecret: 'secret',
    authorization: `${url}/authorize`,
    token: `${url}/token`,
    userinfo: `${url}/user`,
    checks: ['pkce'],
    profile: ({ id, name }) => ({ id, name }),
  }
  return {
    provider,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
