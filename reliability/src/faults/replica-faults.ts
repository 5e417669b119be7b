import { eq } from 'drizzle-orm'
import { startStandby } from '../bench/standby.js'
import { entries } from '../bench/tables.js'
import type { Handle } from '../clients/client-under-test.js'
import { callsOf, statement } from './calls.js'
import { type Fault, toRemote } from './fault.js'

/** What a handle has with `withReplicas`. */
type ReplicatedHandle = Handle & { readonly $primary: Handle; readonly $replicas: readonly Handle[] }

const standby: Fault = {
  name: 'read-only standby, with `withReplicas`',
  promise:
    'reads are answered by it, and writes by the primary; a write to it is rejected (25006); when it stops, reads are rejected and writes go on',
  happensTo: toRemote,
  async run(trial) {
    const { owner } = trial.bench
    await owner.query("delete from entries where marker in ('read', 'later')")
    await owner.query("insert into entries (user_id, marker) values ('alice', 'read'), ('bob', 'read')")
    await using server = await startStandby(trial.server)
    await server.caughtUp()
    const opened = await trial.open({ replica: server.urlOf(trial.bench.url) })
    const handle = (await trial.as(opened, 'alice')) as ReplicatedHandle
    const [replica] = handle.$replicas
    if (replica === undefined) throw new Error('A replicated handle has its replicas.')
    const read = (db: Handle) =>
      db.select({ userId: entries.userId }).from(entries).where(eq(entries.marker, 'read'))
    const times = trial.effort === 'whole' ? 20 : 3
    for (let time = 0; time < times; time += 1) {
      const rows = await read(handle)
      trial.note('answered')
      trial.expect(rows.length === 1 && rows[0]?.userId === 'alice', 'The standby gave other rows.')
    }
    for (const call of callsOf(trial.client)) {
      // A batch on the handle itself would mix queries of both.
      const primary = call.name === 'batch' ? handle.$primary : handle
      trial.judge(await trial.attempt(primary, call), { labels: ['answered'] }, 'on the primary')
      trial.judge(await trial.attempt(replica, call), { labels: ['25006'] }, 'on the standby')
    }
    await trial.nextCaller(opened)
    await server.stop()
    const { label } = await trial.settle(read(handle), 'a read from a standby that has stopped')
    trial.note(label)
    trial.expect(
      ['connection lost', '57P01', '57P03', 'ECONNREFUSED', '08006', '08001'].includes(label),
      `A read from a standby that has stopped came to "${label}".`,
    )
    trial.judge(await trial.attempt(handle, statement), { labels: ['answered'] }, 'without a standby')
    await trial.close(opened)
  },
}

export const replicaFaults: readonly Fault[] = [standby]
