import type pg from 'pg'

/** A digest of every catalog that a schema, its rights or its policies stand in, and of all settings that were kept. */
export async function catalogDigest(client: pg.Client): Promise<Record<string, string>> {
  const { rows: catalogs } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r'
       and c.relname not in ('pg_statistic', 'pg_largeobject')
     order by 1`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of catalogs) {
    const { rows } = await client.query<{ digest: string }>(
      `select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as digest from ${name} t`,
    )
    digests[name] = rows[0]?.digest ?? ''
  }
  return digests
}
