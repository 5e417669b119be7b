import type pg from 'pg'

/** The policies of a database and whose row-level security is on, one line each, in the order of their names. */
export async function policiesOf(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(`
    select pg_catalog.format('%I %I: %s %s to %s using %s check %s', tablename, policyname, permissive, cmd,
      (select pg_catalog.string_agg(role, ', ' order by role) from unnest(roles) role), qual, with_check) as line
    from pg_catalog.pg_policies where schemaname = 'public'
    union all
    select pg_catalog.format('%I: row-level security is %s', relname, case when relrowsecurity then 'on' else 'off' end)
    from pg_catalog.pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by 1`)
  return rows.map(({ line }) => line)
}

/** What roles may do with each table, by its oid, which lasts while it is renamed. */
export async function grantsOf(owner: pg.Client): Promise<Map<number, string>> {
  const { rows } = await owner.query<{ oid: number; grants: string }>(
    `select oid, relacl::text as grants from pg_catalog.pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  return new Map(rows.map(({ oid, grants }) => [oid, grants]))
}

/** Makes each condition of the texts that are printed of it, as a repair does: it is printed with fewer parentheses then. */
export async function makeOfPrinted(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ statement: string }>(`
    select pg_catalog.format('alter policy %I on %I', policyname, tablename)
      || coalesce(' using (' || qual || ')', '') || coalesce(' with check (' || with_check || ')', '') as statement
    from pg_catalog.pg_policies where schemaname = 'public'`)
  for (const { statement } of rows) await owner.query(statement)
}
