/** A Worker that runs the calls with the client that the path names. */
import { neonClients } from './neon-clients.mjs'

export default {
  async fetch(request, settings) {
    const name = new URL(request.url).pathname.slice(1)
    return Response.json(await neonClients[name](settings))
  },
}
