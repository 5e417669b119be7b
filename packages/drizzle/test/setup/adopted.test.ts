import { randomBytes } from 'node:crypto'
import { trustClaims } from '@rowauth/core'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SetupDatabase, startSetupDatabase, todos } from './support/setup-database.js'
import { warningsOf } from './support/warnings-of.js'

let database: SetupDatabase | undefined
let anon: string
let service: string
beforeEach(() => {
  const own = randomBytes(4).toString('hex')
  anon = `anon_${own}`
  service = `service_role_${own}`
})
afterEach(async () => {
  await database?.owner.query(`drop owned by ${anon}, ${service} cascade; drop role ${anon}, ${service}`)
  await database?.close()
  database = undefined
})

const alice = trustClaims({ sub: '0b9ad5d6-9a0b-4c6e-8f4f-3f1f0f7b2a11' })
type Calls = Parameters<typeof warningsOf>[1]

/** Roles and grants as Supabase makes them: everything in `public` is granted, and policies decide. */
const shaped = (auth: string, condition: string) => `
  do $$ begin create role authenticated; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin create role anonymous; exception when duplicate_object or unique_violation then null; end $$;
  create role ${anon}; create role ${service} bypassrls;
  ${auth}
  create table todos (owner text not null, title text not null);
  alter table todos enable row level security;
  create policy own on todos to authenticated using (${condition});
  create table closed (id int);
  alter table closed enable row level security;
  create policy served on closed to ${service} using (true);
  create table lookup (id int);
  grant all on all tables in schema public to ${anon}, authenticated, ${service};
`

async function silent(auth: string, condition: string): Promise<void> {
  database = await startSetupDatabase(`grant ${anon}, ${service} to $login`, shaped(auth, condition))
  const calls: Calls[] = [
    (db) => db.$withAuth(alice).select().from(todos),
    (db) => db.$withAuth(null).select().from(todos),
    (db) => db.$withAuth(null).execute(sql`select * from closed`),
    (db) =>
      db
        .$withAuth(trustClaims({}, { role: service }))
        .select()
        .from(todos),
  ]
  // Each as the first one, which is the one that the setup is looked at for.
  for (const call of calls) {
    expect(await warningsOf(database.url, call, { roles: { anonymous: anon } })).toEqual([])
  }
}

describe('a sound database that rowauth has not set up gives no warning:', () => {
  it('one shaped like Supabase', async () => {
    const auth = `
      create schema auth; grant usage on schema auth to ${anon}, authenticated, ${service};
      create table auth.users (id uuid); grant select on auth.users to ${service};
      create function auth.uid() returns uuid language sql stable
        as $$ select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid $$;
      create function auth.private() returns int language sql as 'select 1';
      revoke execute on function auth.private() from public;
      create schema storage; grant usage on schema storage to ${anon}, authenticated;
      create table storage.migrations (id int); grant select on storage.migrations to authenticated;`
    await silent(auth, '(select auth.uid())::text = owner')
  })

  it('one whose policies call functions of a schema that the role may not use, which policies need not', async () => {
    const auth = `
      create schema auth;
      create function auth.uid() returns uuid language sql stable
        as $$ select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid $$;`
    await silent(auth, '(select auth.uid())::text = owner')
  })

  it('one with functions like those of pg_session_jwt', async () => {
    const auth = `
      create schema auth; grant usage on schema auth to authenticated, ${anon};
      create function auth.user_id() returns text language sql stable
        as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' $$;`
    await silent(auth, '(select auth.user_id()) = owner')
  })

  it('one with settings of its own, and no auth schema', async () => {
    await silent('', `nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' = owner`)
  })
})
