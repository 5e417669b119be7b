import type { ServerAddress } from './admission.js'
import { cancel } from './cancel-request.js'
import type { ServerSession } from './server-session.js'

/** Milliseconds for a server that has nothing to do to close its side. */
const patience = 200

/** Closes a session. What it runs is cancelled: PostgreSQL would go on until it has something to send. */
export async function leaveServer({ socket, key }: ServerSession, server: ServerAddress): Promise<void> {
  if (socket.destroyed) return
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  socket.removeAllListeners('data')
  socket.resume().end()
  const busy = setTimeout(() => {
    void cancel(server, key).then(() => socket.destroy())
  }, patience)
  await closed
  clearTimeout(busy)
}
