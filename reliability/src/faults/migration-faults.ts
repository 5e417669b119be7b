import { callsOf } from './calls.js'
import { type Fault, toAll } from './fault.js'
import type { Trial } from './trial.js'

/** Each leaves every call sound; the last one of a pair undoes the first. */
const migrations: readonly string[] = [
  'alter table entries add column extra text',
  'alter table entries drop column extra',
  'alter table entries alter n type bigint',
  'alter table entries alter n type integer',
  'alter table entries alter marker type varchar',
  'alter table entries alter marker type text',
  'create index entries_n on entries (n)',
  'drop index entries_n',
  'drop policy own on entries; create policy own on entries to authenticated using (user_id = (select auth.user_id())) with check (user_id = (select auth.user_id()))',
  "alter table entries rename to old_entries; create table entries (like old_entries including all); alter table entries enable row level security; create policy own on entries to authenticated using (user_id = (select auth.user_id())) with check (user_id = (select auth.user_id())); grant select, insert, update, delete on entries to authenticated; insert into entries overriding system value select * from old_entries; drop table old_entries; select setval(pg_get_serial_sequence('entries', 'id'), (select max(id) + 1 from entries))",
]

async function betweenCalls(trial: Trial): Promise<void> {
  const opened = await trial.open()
  const handle = await trial.as(opened, 'alice')
  for (const migration of migrations) {
    for (const call of callsOf(trial.client)) {
      // Twice: what comes again is prepared.
      for (let time = 0; time < 2; time += 1) {
        trial.judge(await trial.attempt(handle, call), { labels: ['answered'] }, 'before a migration')
      }
    }
    await trial.owner.query(`begin; ${migration}; commit`)
    for (const call of callsOf(trial.client)) {
      trial.judge(await trial.attempt(handle, call), { labels: ['answered'] }, `after "${migration}"`)
    }
    await trial.nextCaller(opened)
  }
  await trial.close(opened)
}

const migrating: Fault = {
  name: 'migration between two calls',
  promise: 'answered, prepared or not',
  happensTo: toAll,
  run: betweenCalls,
}

const underLoad: Fault = {
  name: 'migrations under load',
  promise:
    'answered; a transaction that a migration meets may be told so once (0A000), and nothing of it is written',
  happensTo: ({ remote }) => remote,
  async run(trial) {
    const opened = await trial.open({ max: 3 })
    const handle = await trial.as(opened, 'alice')
    let over = false
    const line = async () => {
      while (!over) {
        for (const call of callsOf(trial.client)) {
          const labels = call.interactive ? ['answered', '0A000'] : ['answered']
          trial.judge(await trial.attempt(handle, call), { labels }, 'during migrations')
        }
      }
    }
    const lines = Promise.all(Array.from({ length: trial.client.pooled ? 3 : 1 }, line))
    const times = trial.effort === 'whole' ? 3 : 1
    for (let time = 0; time < times; time += 1) {
      for (const migration of migrations) {
        await trial.owner.query(`begin; ${migration}; commit`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    over = true
    await lines
    await trial.nextCaller(opened)
    await trial.close(opened)
  },
}

export const migrationFaults: readonly Fault[] = [migrating, underLoad]
