// Compiled from packages/cli/sql/explaining by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
export const explainedTableSql = `-- A table and what a role meets there. $1: its object id. $2: the role.
select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as "rowSecurity",
  greatest(c.reltuples, 0)::int8::float8 as rows, c.relkind in ('r', 'p') as "isTable",
  -- Whatever the role may write: DEFAULT suits any column.
  (
    select quote_ident(a.attname)
    from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege(r.oid, c.oid, a.attnum, 'update')
    order by a.attnum
    limit 1
  ) as "writable",
  array(
    select json_build_object('name', p.polname,
      'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end)
    from pg_policy p
    where p.polrelid = c.oid
      and exists (select from unnest(p.polroles) x (role) where x.role = 0 or pg_has_role(r.oid, x.role, 'usage'))
    order by p.polname
  ) as policies
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.rolname = $2::text
where c.oid = $1::oid`

export const findTableSql = `-- The relations that a name may mean, whoever asks: those of the search path first. $1: the name as SQL has it. $2: the
-- schemas of the search path, which is not in force here: functions of others in it would be called.
select c.oid::text as id, n.nspname = any($2::name[]) as "isInPath"
from pg_class c join pg_namespace n on n.oid = c.relnamespace, parse_ident($1::text) as name (parts)
where case cardinality(parts)
    when 1 then c.relname = parts[1]
    when 2 then n.nspname = parts[1] and c.relname = parts[2]
    else false
  end
  and c.relkind not in ('i', 'I', 't', 'c')
order by array_position($2::name[], n.nspname)
limit 2`
