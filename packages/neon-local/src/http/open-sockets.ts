import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The sockets of a server, each with the number of requests that are not answered yet. */
export class OpenSockets {
  readonly #requests = new Map<Socket, number>()

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#requests.set(socket, 0)
      socket.on('close', () => this.#requests.delete(socket))
    })
  }

  /** @returns how many requests the socket has now */
  begin(socket: Socket): number {
    const requests = (this.#requests.get(socket) ?? 0) + 1
    if (this.#requests.has(socket)) this.#requests.set(socket, requests)
    return requests
  }

  end(socket: Socket): void {
    const requests = this.#requests.get(socket)
    if (requests !== undefined) this.#requests.set(socket, requests - 1)
  }

  /** Closes those that have sent nothing, or not a whole head. */
  closeIdle(): void {
    for (const [socket, requests] of this.#requests) if (requests === 0) socket.destroy()
  }

  closeAll(): void {
    for (const socket of this.#requests.keys()) socket.destroy()
  }
}
