import { type Bench, trustModes } from '../bench/bench.js'
import type { Random } from '../bench/random.js'
import { type Relay, startRelay } from '../bench/relay.js'
import type { ClientUnderTest } from '../clients/client-under-test.js'
import { LastingClient } from './lasting-client.js'
import type { Tally } from './tally.js'
import { User } from './user.js'
import { Worker } from './worker.js'

/** Workers on a client that has several connections, and on one that has not. */
const workersOf = (client: ClientUnderTest) => (client.pooled && client.interactive ? 6 : 2)
const usersPerWorker = 4

/** Everybody who makes calls. */
export interface Crew {
  readonly workers: readonly Worker[]
  readonly relays: readonly Relay[]
  close(): Promise<void>
}

export interface CrewOptions {
  readonly clients: readonly ClientUnderTest[]
  readonly benches: readonly Bench[]
  readonly random: Random
  readonly tally: Tally
  readonly seed: number
}

export async function assembleCrew({ clients, benches, random, tally, seed }: CrewOptions): Promise<Crew> {
  const relays: Relay[] = []
  const workers: Worker[] = []
  const ends: (() => Promise<void>)[] = []
  let markers = 0
  const marker = () => {
    markers += 1
    return `m${markers}`
  }

  const openOn = async (client: ClientUnderTest, bench: Bench): Promise<LastingClient> => {
    if (!client.remote) return LastingClient.open(client, () => client.open(bench))
    const relay = await startRelay()
    relays.push(relay)
    ends.push(() => relay.close())
    return LastingClient.open(client, () => client.open(bench, { max: 3, tap: relay.through }))
  }

  const engage = async (client: ClientUnderTest, bench: Bench) => {
    const name = `${client.name}, ${bench.verification}`
    const lasting = await openOn(client, bench)
    ends.push(() => lasting.close())
    const owner = lasting.owner ?? bench.owner
    const foreign = `foreign ${name}`
    await owner.query("insert into entries (user_id, marker) values ('somebody-else', $1)", [foreign])
    for (let number = 0; number < workersOf(client); number += 1) {
      const users: User[] = []
      for (let at = 0; at < usersPerWorker; at += 1) {
        const sub = `${client.name} ${number} ${at}`
        users.push(new User(sub, await bench.identities.token(sub), lasting, random.fork()))
      }
      workers.push(
        new Worker({
          name,
          interactive: client.interactive,
          pause: client.remote ? 0 : 200,
          client: lasting,
          random: random.fork(),
          tally,
          users,
          marker,
          foreign,
        }),
      )
    }
  }

  // One of what starts in seconds is enough for a piece.
  const engaged = (client: ClientUnderTest, bench: Bench) =>
    client.remote || bench.verification === trustModes[seed % trustModes.length]
  for (const bench of benches) {
    for (const client of clients) if (engaged(client, bench)) await engage(client, bench)
  }
  return {
    workers,
    relays,
    async close() {
      for (const end of ends.reverse()) await end().catch(() => {})
    },
  }
}
