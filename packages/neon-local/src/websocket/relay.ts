import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { ClientBytes } from './client-bytes.js'

/** What may wait for a client that does not read, in bytes; then PostgreSQL has to wait, too. */
const maxWaiting = 1024 * 1024

/** Carries everything between a client and the server until one of them goes; each waits for the other to read. */
export async function relay(webSocket: WebSocket, bytes: ClientBytes, server: Socket): Promise<void> {
  if (server.destroyed || webSocket.readyState === WebSocket.CLOSED) return
  const serverGone = new Promise<void>((resolve) => {
    server.once('close', () => resolve())
  })
  const clientGone = new Promise<void>((resolve) => {
    webSocket.once('close', () => resolve())
  })
  server.on('data', (chunk) => {
    webSocket.send(chunk, () => {
      if (webSocket.bufferedAmount <= maxWaiting) server.resume()
    })
    if (webSocket.bufferedAmount > maxWaiting) server.pause()
  })
  server.on('drain', () => webSocket.resume())
  bytes.handTo((chunk) => {
    if (!server.destroyed && !server.write(chunk)) webSocket.pause()
  })
  server.resume()
  await Promise.race([serverGone, clientGone])
}
