import type { NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { as, type Fixture, startFixture } from '../../fixture.js'

export type Driver = ReturnType<typeof nodePostgres>

/** A user who can run SQL of his own: through an injection into a `do` block, say, or a function that executes text. */
export const mallory = as('mallory')

/**
 * The fixture, with what gives mallory his SQL: `public.run` executes text as its caller, and in the schema `evil`
 * he may create things.
 */
export async function startMallory(...options: Parameters<typeof startFixture>): Promise<Fixture> {
  const fixture = await startFixture(...options)
  const database = new URL(fixture.url).pathname.slice(1)
  await fixture.owner.query(`
    create function public.run(text) returns void language plpgsql as $$ begin execute $1; end $$;
    create schema evil;
    grant create, usage on schema evil to authenticated, anonymous;
    grant temporary on database "${database}" to authenticated, anonymous;
    grant usage on sequence todos_id_seq to authenticated, anonymous;
    insert into todos (user_id, title) values ('mallory', 'm1');
  `)
  return fixture
}

/** Mallory's own call: he executes text of his through a function. */
export function attack(driver: Driver, text: string): Promise<unknown> {
  return driver.query(mallory, { text: 'select public.run($1)', values: [text] })
}

/** Options of the driver that the suites are about. */
export const bothOptions: [string, NodePostgresOptions][] = [
  ['with the default options', {}],
  ['with clean', { clean: true }],
]

export async function backendOf(pool: pg.Pool): Promise<number> {
  return (await pool.query('select pg_catalog.pg_backend_pid() as pid')).rows[0].pid
}
