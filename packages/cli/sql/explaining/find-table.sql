-- The relations that a name may mean, whoever asks: those of the search path first. $1: the name as SQL has it. $2: the
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
limit 2
