import { AuthError } from '@rowauth/core'
import { type Opening, openingSteps } from '../opening/opening.js'
import { type Answer, asSendError, type Connection, SendError } from './connection.js'
import { telling } from './observe.js'
import { rollbackStep, type Step } from './step.js'

/** What a message may be sent once more for, each at most once. */
type Reason = 'connection' | 'opening'

/** @throws {SendError} with what the opening makes of its refusal */
function reasonToRepeat(failure: SendError, opening: Opening): Reason | undefined {
  if (failure.broken) return undefined
  if (failure.again) return 'connection'
  if (!failure.sent || failure.step?.kind !== 'opening') return undefined
  const verdict = opening.refused?.(failure.cause)
  if (verdict instanceof Error) throw new SendError(verdict, failure)
  return verdict === 'again' ? 'opening' : undefined
}

/** @throws {SendError} when it was opened otherwise than it should have been: the results are nobody's */
async function checkAnswer(opening: Opening, { opening: row }: Answer<unknown>): Promise<void> {
  try {
    if (row === undefined)
      throw new AuthError('unsupported', 'This client does not give the row of the opening.')
    await opening.answered?.(row)
  } catch (error) {
    throw new SendError(error, { broken: true })
  }
}

/**
 * Sends the message that opens a session on an idle connection. When nothing of it took effect and it would fare
 * better now, because a prepared statement was lost or a ticket is over, it goes out once more.
 *
 * @param build - the message around the steps of the opening, which may be others the next time
 * @param send - `connection.send` or `connection.sendWhole`
 * @param sent - told of each message that went out
 * @throws {SendError}
 */
export async function sendOpened<Result>(
  connection: Connection<Result>,
  opening: Opening,
  build: (opening: readonly Step[]) => readonly Step[],
  send: (steps: readonly Step[]) => Promise<Answer<Result>>,
  sent: () => void,
): Promise<Result[]> {
  const repeated = new Set<Reason>()
  for (;;) {
    const steps = build(openingSteps(opening))
    let answer: Answer<Result>
    try {
      answer = await telling(sent, () => send(steps))
    } catch (error) {
      const failure = asSendError(error)
      const reason = reasonToRepeat(failure, opening)
      if (reason === undefined || repeated.has(reason)) throw failure
      repeated.add(reason)
      if (connection.status !== 'idle') {
        await telling(sent, () => connection.send([rollbackStep], 'open'))
      }
      continue
    }
    if (opening.answered !== undefined) await checkAnswer(opening, answer)
    return answer.results
  }
}
