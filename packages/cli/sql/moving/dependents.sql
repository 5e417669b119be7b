-- What depends on the old auth functions. $1: their schema. $2: the names that the auth schema has for its own.
with old_functions as (
  select p.oid, d.refobjid as extension
  from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    left join pg_depend d
      on d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
  where n.nspname = $1::text and (d.objid is not null or p.proname = any($2::text[]))
), dependents as (
  select distinct d.classid, d.objid, case when d.classid = 'pg_class'::regclass then d.objsubid else 0 end as part
  from pg_depend d join old_functions f on d.refclassid = 'pg_proc'::regclass and d.refobjid = f.oid
  where d.deptype = 'n' and not (d.classid = 'pg_proc'::regclass and d.objid in (select oid from old_functions))
  union
  -- With its schema the extension takes what others have put there, or rather refuses to go.
  select o.classid, o.objid, 0
  from pg_depend s join pg_depend o on o.refclassid = s.classid and o.refobjid = s.objid and o.deptype = 'n'
  where s.classid = 'pg_namespace'::regclass and s.objid = to_regnamespace(quote_ident($1::text))
    and s.deptype = 'e' and s.refobjid in (select extension from old_functions)
    and not exists (
      select from pg_depend m
      where m.classid = o.classid and m.objid = o.objid and m.deptype in ('e', 'i', 'a')
    )
)
select pg_describe_object(classid, objid, part) as object,
  case classid
    when 'pg_policy'::regclass then true
    when 'pg_attrdef'::regclass then exists (
      select from pg_attrdef x join pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum
      where x.oid = objid and a.attgenerated = '')
    when 'pg_constraint'::regclass then exists (
      select from pg_constraint c where c.oid = objid and c.contype = 'c' and c.conrelid <> 0)
    when 'pg_rewrite'::regclass then exists (
      select from pg_rewrite r join pg_class c on c.oid = r.ev_class
      where r.oid = objid and c.relkind = 'v' and r.rulename = '_RETURN')
    when 'pg_proc'::regclass then exists (
      select from pg_proc p
      where p.oid = objid and p.prokind in ('f', 'p') and p.pronamespace <> to_regnamespace(quote_ident($1::text)))
    else false
  end as movable
from dependents
order by 1
