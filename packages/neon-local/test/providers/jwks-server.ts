import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Provider } from '../../../core/test/provider-shapes/provider.js'

export interface JwksServer extends AsyncDisposable {
  /** Where a provider publishes its keys. */
  address(name: string): string
  /** How often each provider's keys have been fetched. */
  readonly requests: ReadonlyMap<string, number>
}

/** Answers for all of these providers on a loopback port, each at a path of its own. */
export async function startJwksServer(providers: Readonly<Record<string, Provider>>): Promise<JwksServer> {
  const requests = new Map<string, number>()
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    const provider = providers[name]
    requests.set(name, (requests.get(name) ?? 0) + 1)
    response.writeHead(provider === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(provider?.jwks ?? {}))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: (name) => `http://127.0.0.1:${port}/${name}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
