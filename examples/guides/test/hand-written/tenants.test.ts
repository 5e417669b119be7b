import { sql } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/hand-written/tenants.js'
import { startApplication } from './fixture.js'

const red = '11111111-1111-4111-8111-111111111111'
const blue = '22222222-2222-4222-8222-222222222222'

const documents = pgTable('documents', { id: integer().primaryKey(), title: text().notNull() })

let app: Awaited<ReturnType<typeof startApplication>>
let db: ReturnType<typeof openDatabase>

beforeAll(async () => {
  app = await startApplication()
  db = openDatabase(app.pool, app.verifier)
  await app.database.owner.query(`
    create table documents (id int primary key, tenant_id uuid not null, author text not null, title text not null);
    alter table documents enable row level security;
    create policy tenant on documents for select
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
    create policy author on documents for update
      using (author = current_setting('jwt.claims.user_id', true));
    grant select, update on documents to authenticated, anonymous;
    insert into documents values (1, '${red}', 'alice', 'red 1'), (2, '${red}', 'adam', 'red 2'), (3, '${blue}', 'bob', 'blue 1');
  `)
})

afterAll(() => app?.close())

const tokenOf = (sub: string, tenant_id?: string) => app.token(sub, { tenant_id })

async function titlesOf(token: string | null) {
  const rows = await db.$withAuth(token).select().from(documents).orderBy(documents.id)
  return rows.map(({ title }) => title)
}

it('shows each tenant its documents, and nobody those of others', async () => {
  expect(await titlesOf(await tokenOf('alice', red))).toEqual(['red 1', 'red 2'])
  expect(await titlesOf(await tokenOf('bob', blue))).toEqual(['blue 1'])
  expect(await titlesOf(await tokenOf('carol'))).toEqual([])
  expect(await titlesOf(null)).toEqual([])
})

it('has the same people change what they could', async () => {
  const changed = await db
    .$withAuth(await tokenOf('alice', red))
    .update(documents)
    .set({ title: 'changed' })
    .returning({ id: documents.id })
  expect(changed).toEqual([{ id: 1 }])
})

it('takes one round trip, and leaves no setting', async () => {
  const token = await tokenOf('alice', red)
  await titlesOf(token)
  app.proxy.reset()
  await titlesOf(token)
  expect(app.proxy.roundTrips).toBe(1)
  const { rows } = await app.pool.query(`select current_setting('app.tenant_id', true) as tenant`)
  // Empty, and not NULL: PostgreSQL keeps the name of a setting that was local once. Hence the `nullif`.
  expect(rows).toEqual([{ tenant: '' }])
})

it('takes a tenant for a value, whatever is in it', async () => {
  const token = await tokenOf('alice', `${red}'; reset role; --`)
  await expect(titlesOf(token)).rejects.toMatchObject({ cause: { code: '22P02' } })
  await expect(db.$withAuth(token).execute(sql`select current_user as role`)).resolves.toMatchObject({
    rows: [{ role: 'authenticated' }],
  })
})
