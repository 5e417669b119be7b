import type { AuthSession } from '@rowauth/core'
import { unverifiedSession } from '@rowauth/core/internal'
import { withDeadline } from '../bench/error-label.js'
import { createIdentities } from '../bench/identities.js'
import { startLyingServer } from './lying-server.js'
import type { TargetKind } from './target.js'
import { confirms } from './wire.js'

/** A driver on a lying server, in database mode. */
export interface DriverOfLies {
  query(session: AuthSession): Promise<readonly unknown[]>
  transaction(session: AuthSession): Promise<readonly unknown[]>
  close(): Promise<void>
}

/** The answers of a lying server to a driver. */
export function answersTo(name: string, open: (port: number) => DriverOfLies): TargetKind {
  return {
    name,
    async start() {
      const identities = await createIdentities()
      const server = await startLyingServer()
      const driver = open(server.port)
      let calls = 0
      let answered = 0
      return {
        get answered() {
          return answered
        },
        async attempt(random) {
          server.begin(random)
          calls += 1
          const session = unverifiedSession(await identities.token(`user ${calls % 100}`))
          const call = random.percent(70) ? driver.query(session) : driver.transaction(session)
          const settled = call.catch(() => undefined)
          const rows = await withDeadline(settled, 10_000, 'a call to a lying server')
          if (rows === undefined) return undefined
          const last = server.told.at(-1)
          if (last !== undefined && confirms(last.bytes, last.credential, last.at)) {
            answered += 1
            return undefined
          }
          return `Rows of an opening that was not confirmed: ${last?.bytes.toString('base64')}`
        },
        async close() {
          await driver.close()
          server.close()
        },
      }
    },
  }
}
