import { readFileSync } from 'node:fs'
import { authSchemaSql, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startProxy } from '@rowauth/testing'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { alias, withReplicas } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { rowsOf } from '../support/todo-database.js'
import { notes, type SetupDatabase, sound, startSetupDatabase, todos } from './support/setup-database.js'
import { warningsOf } from './support/warnings-of.js'

let database: SetupDatabase | undefined
afterEach(async () => {
  await database?.close()
  database = undefined
})
const start = async (...given: Parameters<typeof startSetupDatabase>) => {
  database = await startSetupDatabase(...given)
  return database
}

const alice = trustClaims({ sub: 'alice' })
type Calls = Parameters<typeof warningsOf>[1]
const often: Calls = async (db) => {
  const mine = db.$withAuth(alice)
  await mine.insert(todos).values({ owner: 'alice', title: 'a' })
  await Promise.all([mine.select().from(todos), mine.$count(todos), mine.batch([mine.select().from(todos)])])
  await mine.transaction(async (tx) => tx.select().from(todos))
}
const page = readFileSync(new URL('../../../../docs/first-steps.md', import.meta.url), 'utf8')
const more = 'npx rowauth doctor --url looks through the whole database.'

describe('a database that is set up as the README says', () => {
  it('gives no warning', async () => {
    const { url } = await start()
    expect(await warningsOf(url, often)).toEqual([])
  })

  it('gives none for visitors whom policies keep out on purpose', async () => {
    const { url } = await start('grant select on todos to anonymous')
    expect(await warningsOf(url, (db) => db.$withAuth(null).select().from(todos))).toEqual([])
  })

  it('gives none where the database verifies', async () => {
    const { url } = await start('', `${authSchemaSql({ verification: 'database' })}; ${sound}`)
    const calls: Calls = (db) =>
      db
        .$withAuth(null)
        .$count(notes)
        .catch(() => undefined)
    expect(await warningsOf(url, calls, { verification: 'database' })).toEqual([])
  })

  it('gives none where settings choose the tables', async () => {
    const { url } = await start(
      `create schema app; create table app.todos as table todos with no data; alter table app.todos enable row level security;
       create policy own on app.todos using (true); grant usage on schema app to authenticated;
       grant select on app.todos to authenticated; alter table todos disable row level security`,
    )
    const calls: Calls = (db) => db.$withAuth(alice).select().from(todos)
    expect(await warningsOf(url, calls, { settings: { search_path: 'app' } })).toEqual([])
  })
})

describe('each mistake gives one warning, however many queries follow', () => {
  /** A fix with a blank to fill in is not run. */
  const cases: [name: string, mistake: string, warning: RegExp, fix: string][] = [
    [
      'row-level security is off',
      'alter table todos disable row level security; drop policy own on todos',
      /^Row-level security is off on table public\.todos: whoever runs as authenticated has the rows of everybody/,
      'alter table public.todos enable row level security;',
    ],
    [
      'policies are never asked',
      'alter table todos disable row level security',
      /^Table public\.todos has policies, but row-level security is off/,
      'alter table public.todos enable row level security;',
    ],
    [
      'no policy is for the role',
      'alter policy own on todos to anonymous',
      /^No policy on table public\.todos is for authenticated: queries find no rows, and say nothing/,
      'create policy todos_own on public.todos to authenticated using (…);',
    ],
    [
      'the login role inherits',
      // Until PostgreSQL 15 it is the role that inherits, later the membership.
      `revoke authenticated from $login; alter role $login inherit; grant authenticated to $login`,
      /^The application logs in as login_\w+, which inherits the rights of authenticated/,
      'inherit',
    ],
    [
      'the login role owns tables',
      'alter table todos owner to $login; alter table notes owner to $login',
      /^The application logs in as login_\w+, which owns public\.notes and 1 more:/,
      "create role app login noinherit password '…';",
    ],
    [
      'the login role has BYPASSRLS',
      'alter role $login bypassrls',
      /^The application logs in as login_\w+, which has BYPASSRLS:/,
      "create role app login noinherit password '…';",
    ],
    [
      'the login role is a superuser',
      'alter role $login superuser',
      /^The application logs in as login_\w+, which is a superuser:/,
      'grant anonymous, authenticated to app;',
    ],
    [
      'the roles may not use the auth schema',
      'revoke usage on schema auth from authenticated, public',
      /^authenticated may not use the auth schema auth/,
      'grant usage on schema auth to authenticated;',
    ],
  ]
  it.each(cases)('%s', async (_, mistake, warning, fix) => {
    const { url, owner } = await start(mistake)
    const calls: Calls = async (db) => {
      for (let time = 0; time < 3; time += 1) await db.$withAuth(alice).select().from(todos)
      await db.$withAuth(alice).select().from(notes)
    }
    const seen = await warningsOf(url, calls)
    expect(seen).toEqual([expect.stringMatching(warning)])
    expect(seen[0]).toContain(fix)
    expect(seen[0]).toContain(more)
    // The page has the same words.
    expect(page).toContain(/^.*?(?= public\.| login_\w+| auth:)/.exec(seen[0] ?? '')?.[0])
    const [, ...lines] = seen[0]?.split('\n') ?? []
    const remedy = lines.slice(0, -1).join('\n')
    if (remedy.includes('…') || mistake.includes('drop policy')) return
    await owner.query(remedy)
    expect(await warningsOf(url, calls)).toEqual([])
  })

  it('a call that fails counts, too', async () => {
    const { url } = await start('revoke execute on function auth.user_id() from authenticated')
    const calls: Calls = async (db) => {
      for (let time = 0; time < 3; time += 1) {
        await expect(db.$withAuth(alice).select().from(todos)).rejects.toThrow()
      }
    }
    expect(await warningsOf(url, calls)).toEqual([
      expect.stringMatching(/^Policies call auth\.user_id\(\), which authenticated may not execute/),
    ])
  })

  describe('a role of its own', () => {
    const role = (login: string) => `role_${login}`
    const grants = 'create role role_$login; grant role_$login to $login; grant all on todos to role_$login;'
    const fetch: Calls = (db) => db.$withAuth(alice).select().from(todos)

    it('that policies are not asked of', async () => {
      const { url, login, owner } = await start(`${grants} alter role role_$login bypassrls`)
      const roles = { authenticated: role(login) }
      const seen = await warningsOf(url, fetch, { roles })
      expect(seen).toEqual([
        expect.stringMatching(/^NO POLICY HOLDS\. role_login_\w+, which queries run as, has BYPASSRLS/),
      ])
      expect(seen[0]).toContain(`alter role ${role(login)} nosuperuser nobypassrls;`)
      await owner.query(`drop owned by ${role(login)}; drop role ${role(login)}`)
    })

    it('that owns the table', async () => {
      const { url, login, owner } = await start(`${grants} alter table todos owner to role_$login`)
      const seen = await warningsOf(url, fetch, { roles: { authenticated: role(login) } })
      expect(seen).toEqual([
        expect.stringMatching(/^NO POLICY HOLDS on table public\.todos: role_login_\w+ owns it/),
      ])
      await owner.query(
        'alter table todos force row level security; create policy all_of_it on todos using (true)',
      )
      expect(await warningsOf(url, fetch, { roles: { authenticated: role(login) } })).toEqual([])
      await owner.query(`drop owned by ${role(login)} cascade; drop role ${role(login)}`)
    })

    it('that the application logs in as is no mistake: policies hold for all that it does', async () => {
      const { url, login } = await start(
        'grant select on todos to $login; create policy l on todos to $login using (true)',
      )
      expect(await warningsOf(url, fetch, { roles: { authenticated: login } })).toEqual([])
    })
  })
})

describe('a table is told of', () => {
  const off = 'alter table notes disable row level security'

  it('when it is queried first, whichever call that is', async () => {
    const { url } = await start(off)
    const calls: Calls = async (db, settled) => {
      await db.$withAuth(alice).select().from(todos)
      expect(await settled()).toEqual([])
      await db.$withAuth(alice).transaction((tx) => tx.transaction((nested) => nested.$count(notes)))
    }
    expect(await warningsOf(url, calls)).toEqual([expect.stringMatching(/^Table public\.notes has policies/)])
  })

  it('as it is then', async () => {
    const { url, owner } = await start(off)
    const calls: Calls = async (db, settled) => {
      await db.$withAuth(alice).select().from(todos)
      await settled()
      await owner.query('alter table notes enable row level security')
      await db.$withAuth(alice).select().from(notes)
    }
    expect(await warningsOf(url, calls)).toEqual([])
  })

  it('in joins, sub-selects and raw SQL', async () => {
    const { url } = await start(off)
    const other = alias(notes, 'other')
    const calls: Calls = (db) =>
      db.$withAuth(alice).select().from(todos).leftJoin(other, eq(other.owner, todos.owner))
    expect(await warningsOf(url, calls)).toHaveLength(1)
    await database?.close()
    const second = await start(off)
    const raw: Calls = (db) => db.$withAuth(alice).execute(sql`select 1 from NOTES`)
    expect(await warningsOf(second.url, raw)).toHaveLength(1)
  })
})

describe('the check', () => {
  it('asks once on a sound database, in one round trip, and observers hear nothing of it', async () => {
    const { url } = await start()
    await using proxy = await startProxy(url)
    const texts: string[] = []
    const calls: Calls = async (db, settled) => {
      proxy.reset()
      await db.$withAuth(alice).$count(todos)
      await settled()
      // The call, the check, and what waits for it.
      expect(proxy.roundTrips).toBe(3)
      proxy.reset()
      await often(db, settled)
      await settled()
      expect(proxy.roundTrips).toBe(7)
    }
    await warningsOf(proxy.connectionString, calls, { onQuery: ({ text }) => texts.push(text) })
    expect(texts).toHaveLength(6)
    expect(texts.filter((text) => text.includes('login_mistakes'))).toEqual([])
  })

  it('asks again for a table that had a finding and is queried first, and for no other one', async () => {
    const { url } = await start(
      'alter table todos disable row level security; alter table notes disable row level security',
    )
    await using proxy = await startProxy(url)
    const calls: Calls = async (db, settled) => {
      const mine = db.$withAuth(alice)
      await mine.select().from(todos)
      expect(await settled()).toHaveLength(1)
      proxy.reset()
      await mine.select().from(todos)
      await mine.select().from(notes)
      expect(await settled()).toHaveLength(2)
      expect(proxy.roundTrips).toBe(4)
      proxy.reset()
      for (const table of [todos, notes, todos, notes]) await mine.select().from(table)
      await settled()
      expect(proxy.roundTrips).toBe(5)
    }
    expect(await warningsOf(proxy.connectionString, calls)).toHaveLength(2)
  })

  it.each(['production', 'test'])('is off in %s', async (environment) => {
    const { url } = await start('alter table todos disable row level security')
    const calls: Calls = (db) => db.$withAuth(alice).select().from(todos)
    expect(await warningsOf(url, calls, {}, environment)).toEqual([])
  })

  it('is on where no environment is named', async () => {
    const { url } = await start('alter table todos disable row level security')
    const calls: Calls = (db) => db.$withAuth(alice).select().from(todos)
    expect(await warningsOf(url, calls, {}, '')).toHaveLength(1)
  })

  it('waits for a transaction of the application’s that a call has joined, and is no part of it', async () => {
    const { url } = await start('alter table todos disable row level security')
    let role: unknown
    const calls: Calls = (db) =>
      db.transaction(async (tx) => {
        await db.$withAuth(alice, { in: tx }).select().from(todos)
        await db.$withAuth(alice, { in: tx }).select().from(todos)
        role = await tx.execute(sql`select current_user = session_user as login`)
      })
    expect(await warningsOf(url, calls)).toHaveLength(1)
    expect(rowsOf(role)).toEqual([{ login: true }])
  })

  it('says the same of replicas once', async () => {
    const { url } = await start('alter table todos disable row level security')
    const calls: Calls = async (primary) => {
      const replica = () => new pg.Pool({ connectionString: url, max: 1 })
      const pools = [replica(), replica()] as const
      const [first, second] = pools
      const db = withAuth(withReplicas(primary, [drizzle({ client: first }), drizzle({ client: second })]))
      for (let time = 0; time < 10; time += 1) await db.$withAuth(alice).select().from(todos)
      await db.$withAuth(alice).$primary.select().from(todos)
      await Promise.all(pools.map((pool) => pool.end()))
    }
    expect(await warningsOf(url, calls)).toHaveLength(1)
  })

  it('waits for a call that gets through, where roles are missing at first', async () => {
    const { url, owner, login } = await start(
      'revoke authenticated from $login; alter table todos disable row level security',
    )
    const calls: Calls = async (db, settled) => {
      const fetch = () => db.$withAuth(alice).select().from(todos)
      await expect(fetch()).rejects.toThrow()
      await expect(fetch()).rejects.toThrow()
      expect(await settled()).toEqual([])
      await owner.query(`grant authenticated to ${login}`)
      await fetch()
    }
    expect(await warningsOf(url, calls)).toHaveLength(1)
  })
})
