import type { Verifier } from '@rowauth/core'
import type { AuthDatabase } from '@rowauth/drizzle'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Bench, Owner } from '../bench/bench.js'

/** What Drizzle's handles have in common. Results of `execute` differ from client to client: builders are used. */
export type Handle = AuthDatabase<NodePgDatabase<Record<string, never>>>

/** A TCP address. */
export interface Address {
  readonly host: string
  readonly port: number
}

export interface OpenOptions {
  /** Connections at a time, where a client has several. Default: 1. */
  readonly max?: number
  /** Leads the client past something that listens in front of its server. */
  readonly tap?: (server: Address) => Promise<Address>
  /** A standby that reads go to, by `withReplicas`: its connection string. */
  readonly replica?: string
  /** Who verifies, in the place of the bench's verifier. */
  readonly verifier?: Verifier
  /** Milliseconds that a call waits for a connection. Default: no limit. */
  readonly connectionTimeout?: number
}

/** A client that is open on a bench. */
export interface OpenClient {
  /** Queries as the user of a token. */
  as(token: string | null): Handle
  /** Who owns the database that this client has, where it is not the bench's. */
  readonly owner?: Owner
  /** Connections in all, idle ones, and calls that wait for one; undefined where the client has no such thing. */
  usage?(): { readonly total: number; readonly idle: number; readonly waiting: number }
  /** Listeners on the client's objects, connections among them. */
  listeners?(): number
  close(): Promise<void>
}

/** A client library, as `withAuth` is given it: one entry of the list in `index.ts`. */
export interface ClientUnderTest {
  readonly name: string
  /** It speaks to a server: there are connections that can be cut. */
  readonly remote: boolean
  /** Its transactions stay open between messages. */
  readonly interactive: boolean
  /** It has several connections, and gets new ones for those that it loses. */
  readonly pooled: boolean
  /** A call can be made to wait for a connection no longer than `connectionTimeout`. */
  readonly limitsWait: boolean
  /** It sends its first message behind the login, without waiting for an answer to that. */
  readonly pipelinesLogin?: boolean
  open(bench: Bench, options?: OpenOptions): Promise<OpenClient>
}
