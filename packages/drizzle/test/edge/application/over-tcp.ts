import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'

/** What `withAuth` says to a client over TCP where there is no Node: how it can be given a driver. */
export function refusalOfTcp(client: object): string {
  try {
    withAuth(drizzle({ client: client as never }))
    return 'not refused'
  } catch (error) {
    return (error as Error).message
  }
}
