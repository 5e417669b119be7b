import { type NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { as, type Fixture, startFixture } from '../../fixture.js'

export type Driver = ReturnType<typeof nodePostgres>

/** A user who can run SQL of his own: through an injection into a `do` block, say, or a function that executes text. */
export const mallory = as('mallory')

/** What his schema holds: names that others use, with a meaning of his. */
const lookAlikes = `
  create table evil.todos (id bigint generated always as identity, user_id text default 'mallory', title text);
  insert into evil.todos (title) values ('fake');
  grant all on evil.todos to public;
  create function evil.lower(text) returns text language sql as $$ select 'fake' $$;
  create function evil.set_config(text, text, boolean) returns text language sql as $$ select 'fake' $$;
  create function evil.same(text, text) returns boolean language sql as $$ select true $$;
  create operator evil.= (leftarg = text, rightarg = text, function = evil.same);
  create domain evil.int8 as text`

/**
 * The fixture, with what gives mallory his SQL: `public.run` executes text as its caller, and in the schema `evil`
 * he has made what others may take for theirs.
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
  await attack(nodePostgres(fixture.pool({ max: 1 })), lookAlikes)
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

/** Prepares `text` under each name of ours, and under the next hundred. */
export const replaceAll = (text: string) => `do $mallory$
declare name text; prefix text;
begin
  for name in select s.name from pg_prepared_statements s loop
    execute format('deallocate %I', name);
    execute format('prepare %I as ${text.replaceAll("'", "''")}', name);
    prefix := coalesce(prefix, substring(name from '^rowauth_[0-9a-f]+_'));
  end loop;
  for number in 1..100 loop
    begin
      execute format('prepare %I as ${text.replaceAll("'", "''")}', coalesce(prefix, 'rowauth_') || number);
    exception when duplicate_prepared_statement then null;
    end;
  end loop;
end $mallory$`
