import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { neon, neonConfig } from '@neondatabase/serverless'
import { unverifiedSession } from '@rowauth/core/internal'
import { neonHttp } from '@rowauth/driver/neon-http'
import { withDeadline } from '../bench/error-label.js'
import { createIdentities } from '../bench/identities.js'
import type { Random } from '../bench/random.js'
import { mutateBytes } from './mutate-bytes.js'
import { mutateJson } from './mutate-json.js'
import type { TargetKind } from './target.js'
import { digestOf } from './wire.js'

const field = (name: string) => ({
  name,
  dataTypeID: 25,
  tableID: 0,
  columnID: 0,
  dataTypeSize: -1,
  format: 'text',
})

function soundAnswer(credential: string) {
  const result = { command: 'SELECT', rowCount: 1, rowAsArray: true }
  return {
    results: [
      { ...result, fields: [field('null'), field('open')], rows: [['f', `${digestOf(credential)} ticket`]] },
      { ...result, fields: [field('title')], rows: [['a row']] },
    ],
  }
}

interface Lie {
  readonly status: number
  readonly text: Buffer
  readonly closes: boolean
}

function lie(credential: string, random: Random): Lie {
  const changed = random.percent(85) ? mutateJson(soundAnswer(credential), random) : soundAnswer(credential)
  const json = Buffer.from(JSON.stringify(changed) ?? '')
  return {
    status: random.percent(85) ? 200 : random.pick([204, 304, 400, 401, 404, 500, 503]),
    text: random.percent(25) ? mutateBytes(json, random) : json,
    closes: random.percent(5),
  }
}

/** Whether an answer says that the session was opened for the credential. */
function confirms(text: Buffer, credential: string): boolean {
  try {
    const { results } = JSON.parse(text.toString()) as { results: { rows: unknown[][] }[] }
    return String(results[0]?.rows[0]?.[1]).split(' ')[0] === digestOf(credential)
  } catch {
    return false
  }
}

/** The answers of a lying endpoint to the driver of neon-http, in database mode. */
export const neonHttpAnswers: TargetKind = {
  name: 'neon-http',
  async start() {
    const identities = await createIdentities()
    let random: Random | undefined
    let told: { text: Buffer; credential: string } = { text: Buffer.alloc(0), credential: '' }
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        if (random === undefined) return
        const { queries } = JSON.parse(Buffer.concat(chunks).toString()) as {
          queries: { params: string[] }[]
        }
        const credential = queries[0]?.params[1] ?? ''
        const { status, text, closes } = lie(credential, random)
        told = { text, credential }
        response.writeHead(status, { 'content-type': 'application/json' })
        if (closes) response.write(text.subarray(0, text.length / 2), () => response.destroy())
        else response.end(text)
      })
    })
    server.listen({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`
    const before = neonConfig.fetchEndpoint
    neonConfig.fetchEndpoint = () => endpoint
    const driver = neonHttp(neon('postgresql://app:app@lying.example/app'), { verification: 'database' })
    let calls = 0
    let answered = 0

    return {
      get answered() {
        return answered
      },
      async attempt(source) {
        random = source
        calls += 1
        const session = unverifiedSession(await identities.token(`user ${calls % 100}`))
        const call = source.percent(70)
          ? driver.query(session, 'select title from todos').then((result) => [result])
          : driver.batch(session, ['select title from todos'])
        const results = await withDeadline(
          call.then(
            (answer) => answer,
            () => undefined,
          ),
          10_000,
          'a call to a lying endpoint',
        )
        if (results === undefined) return undefined
        if (confirms(told.text, told.credential)) {
          answered += 1
          return undefined
        }
        return `Rows of an opening that was not confirmed: ${told.text}`
      },
      async close() {
        neonConfig.fetchEndpoint = before
        server.closeAllConnections()
        server.close()
      },
    }
  },
}
