import type { Bench } from '../bench/bench.js'
import type { Random } from '../bench/random.js'
import type { Relay } from '../bench/relay.js'
import type { Server } from '../bench/server.js'
import { count, type Tally } from './tally.js'

/** Changes of the catalog that leave every statement of the run sound; each undoes another one. */
const migrations: readonly string[] = [
  'alter table entries add column if not exists extra text',
  'alter table entries drop column if exists extra',
  'alter table entries alter n type bigint',
  'alter table entries alter n type integer',
  'drop index if exists entries_n; create index entries_n on entries (n)',
  `drop policy own on entries; create policy own on entries to authenticated
    using (user_id = (select auth.user_id())) with check (user_id = (select auth.user_id()))`,
  'analyze entries',
]

interface Disturbance {
  readonly name: string
  readonly weight: number
  run(): Promise<unknown>
}

export interface Surroundings {
  readonly server: Server
  readonly benches: readonly Bench[]
  readonly relays: readonly Relay[]
  readonly random: Random
  readonly tally: Tally
}

function disturbancesOf({ server, benches, relays, random }: Surroundings): Disturbance[] {
  const backends = (call: string, state: string) => {
    const { owner, login } = random.pick(benches)
    return owner.query(
      `select ${call}(pid) from (select pid from pg_stat_activity where usename = $1 and ${state} order by random() limit 1) one`,
      [login],
    )
  }
  return [
    { name: 'backend terminated', weight: 10, run: () => backends('pg_terminate_backend', 'true') },
    { name: 'statement cancelled', weight: 10, run: () => backends('pg_cancel_backend', "state = 'active'") },
    { name: 'connections cut', weight: 8, run: async () => random.pick(relays).cut() },
    {
      name: 'connection cut after some bytes',
      weight: 20,
      run: async () =>
        random.pick(relays).cutAfter(random.pick(['toServer', 'toClient']), random.below(4000)),
    },
    {
      name: 'migration',
      weight: 12,
      run: () =>
        random
          .pick(benches)
          .owner.query(`set lock_timeout = '2s'; ${random.pick(migrations)}; reset lock_timeout`),
    },
    { name: 'server restarted', weight: 1, run: () => server.restart() },
  ]
}

/** Disturbs what runs, again and again, until `over`. */
export async function disturb(surroundings: Surroundings, over: () => boolean): Promise<void> {
  const { random, tally } = surroundings
  const disturbances = disturbancesOf(surroundings).flatMap((each) =>
    Array.from({ length: each.weight }, () => each),
  )
  while (!over()) {
    await new Promise((resolve) => setTimeout(resolve, 200 + random.below(1600)))
    const { name, run } = random.pick(disturbances)
    // The owner's own connections are lost, too, when the server is; and a migration may have to give way.
    await run().then(
      () => count(tally.faults, name),
      () => count(tally.faults, `${name}, which failed`),
    )
  }
}
