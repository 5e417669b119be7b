import { connect } from 'node:net'
import type { Fixture } from '../fixture.js'
import { send } from '../request.js'
import { type Credentials, makeInput, readCorpus } from './make-input.js'
import { Random } from './random.js'

export interface FuzzRun {
  readonly seed: number
  /** How many requests are sent, or for how long, in milliseconds. */
  readonly inputs: number
  readonly duration: number
}

/** How often each status came; `none` where the connection was closed or the request was not complete. */
export type Outcome = Readonly<Record<string, number>>

const lanes = 8
/** Milliseconds after which a request is taken for an incomplete one. */
const patience = 1_000

/**
 * Sends requests that have something wrong with them, and looks after each hundred whether well-formed ones are
 * still answered.
 *
 * @throws {Error} with the input that was answered with a 5xx, other than 507
 */
export async function fuzzSql(fixture: Fixture, run: FuzzRun): Promise<Outcome> {
  const credentials: Credentials = {
    connection: fixture.connectionString(),
    login: fixture.connectionString(fixture.login.user, fixture.login.password),
    token: await fixture.issuer.token({ sub: 'alice', exp: Math.floor(Date.now() / 1000) + 86_400 }),
  }
  const corpus = readCorpus(credentials)
  const outcome: Record<string, number> = {}
  const end = Date.now() + run.duration
  let sent = 0
  const lane = async (number: number) => {
    // Each lane has numbers of its own, so that a seed always gives the same inputs.
    const random = new Random(run.seed * lanes + number)
    while (sent < run.inputs && Date.now() < end) {
      sent += 1
      const input = makeInput(corpus, random)
      const status = await statusOf(fixture.local.url, input, random.oneIn(10))
      outcome[status] = (outcome[status] ?? 0) + 1
      if (/^5(?!07)/.test(status))
        throw new Error(`${status} with seed ${run.seed} for ${JSON.stringify(input)}`)
      if (sent % 100 === 0) await expectAnswer(fixture, credentials.token)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
  await expectAnswer(fixture, credentials.token)
  return outcome
}

async function expectAnswer(fixture: Fixture, token: string): Promise<void> {
  const { status, body } = await send(fixture, { token, body: { query: 'select auth.user_id() as id' } })
  if (status !== 200 || JSON.stringify(body.rows) !== '[{"id":"alice"}]') {
    throw new Error(`A well-formed request was answered with ${status}.`)
  }
}

/** Sends a text, in two pieces now and then, and gives the worst status of what is answered. */
function statusOf(url: string, input: string, inPieces: boolean): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let answer = ''
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      const statuses = Array.from(answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm), ([, status]) => String(status))
      resolve(statuses.sort().at(-1) ?? 'none')
    }
    const timer = setTimeout(finish, patience)
    socket.on('error', () => {})
    socket.on('close', finish)
    socket.on('data', (chunk) => {
      answer += chunk
      if (/\r\n\r\n/.test(answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''))) finish()
    })
    if (!inPieces) socket.write(input)
    else {
      socket.write(input.slice(0, input.length / 2))
      setImmediate(() => socket.write(input.slice(input.length / 2)))
    }
  })
}
