import type { Opening } from '../opening/opening.js'
import { withCallerStack } from './caller-stack.js'
import { asSendError, type Connection, type Connections, type Leftover } from './connection.js'
import { telling } from './observe.js'
import { sendOpened } from './opened-message.js'
import { addSetupHint } from './setup-hint.js'
import { rollbackStep, type Step } from './step.js'

/** What a connection that was idle at first is now, by what became of the message. */
function leftoverOf(connection: Connection<unknown>, sent: boolean, broken: boolean): Leftover {
  if (broken) return 'broken'
  if (connection.status === 'idle') return 'nothing'
  return sent ? 'broken' : 'foreign transaction'
}

/**
 * Sends one message on a connection of its own: a statement, or a batch. The connection is released before the
 * caller hears of it.
 *
 * @throws the error of the database or of the client, as it was but for a hint of ours
 */
export async function sendAlone<Result>(
  connections: Connections<Result>,
  opening: Opening,
  build: (opening: readonly Step[]) => readonly Step[],
  told: () => void,
): Promise<Result[]> {
  const connection = await connections.acquire(opening)
  let sent = true
  let broken = true
  try {
    const results = await sendOpened(connection, opening, build, (steps) => connection.sendWhole(steps), told)
    broken = false
    return results
  } catch (error) {
    const failure = asSendError(error)
    ;({ sent, broken } = failure)
    if (sent && !broken && connection.status !== 'idle') {
      broken = await telling(told, () => connection.send([rollbackStep], 'open')).then(
        () => false,
        () => true,
      )
    }
    addSetupHint(failure.cause, opening.role, connection.user)
    throw withCallerStack(failure.cause)
  } finally {
    connection.release(leftoverOf(connection, sent, broken))
  }
}
