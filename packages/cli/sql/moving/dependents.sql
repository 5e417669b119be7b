-- What depends on the old auth functions, and what stands in the way of the new ones. $1: their schema. $2: signatures,
-- and $3 names, of the functions that the auth schema has. $4: tables that it would stop at.
with auth as (
  select n.oid from pg_namespace n where n.nspname = $1::text
), old_functions as (
  select p.oid, e.oid as extension
  from pg_proc p
    join auth on auth.oid = p.pronamespace
    left join pg_depend d
      on d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
    left join pg_extension e on e.oid = d.refobjid
  where e.extname = 'pg_session_jwt' or p.proname || '(' || oidvectortypes(p.proargtypes) || ')' = any($2::text[])
), dependents as (
  select distinct d.classid, d.objid, case when d.classid = 'pg_class'::regclass then d.objsubid else 0 end as part
  from pg_depend d join old_functions f on d.refclassid = 'pg_proc'::regclass and d.refobjid = f.oid
  where d.deptype = 'n' and not (d.classid = 'pg_proc'::regclass and d.objid in (select oid from old_functions))
  union
  -- With its schema the extension takes what others have put there, or rather refuses to go.
  select o.classid, o.objid, 0
  from pg_depend s join pg_depend o on o.refclassid = s.classid and o.refobjid = s.objid and o.deptype = 'n'
  where s.classid = 'pg_namespace'::regclass and s.objid in (select oid from auth)
    and s.deptype = 'e' and s.refobjid in (select extension from old_functions)
    and not exists (
      select from pg_depend m
      where m.classid = o.classid and m.objid = o.objid and m.deptype in ('e', 'i', 'a')
    )
), in_the_way as (
  select 'pg_proc'::regclass as classid, p.oid as objid
  from pg_proc p
  where p.pronamespace in (select oid from auth) and p.oid not in (select oid from old_functions)
    and p.proname = any($3::text[])
  union all
  select 'pg_class'::regclass, c.oid
  from pg_class c
  where c.relnamespace in (select oid from auth) and c.relname = any($4::text[]) and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select pg_describe_object('pg_extension'::regclass, e.oid, 0) || ', which ' || pg_get_userbyid(e.extowner) || ' owns' as object,
  false as movable
from pg_extension e
where e.oid in (select extension from old_functions) and not pg_has_role(e.extowner, 'usage')
union
select pg_describe_object(classid, objid, part),
  case classid
    when 'pg_policy'::regclass then true
    when 'pg_attrdef'::regclass then exists (
      select from pg_attrdef x join pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum
      where x.oid = objid and a.attgenerated = '')
    when 'pg_constraint'::regclass then exists (
      select from pg_constraint c where c.oid = objid and c.contype = 'c' and c.conrelid <> 0 and c.coninhcount = 0)
      -- It comes and goes with that of the table that it is inherited from.
      or exists (select from pg_constraint c where c.oid = objid and c.conrelid <> 0 and not c.conislocal)
    when 'pg_rewrite'::regclass then exists (
      select from pg_rewrite r join pg_class c on c.oid = r.ev_class
      where r.oid = objid and c.relkind = 'v' and r.rulename = '_RETURN')
    when 'pg_proc'::regclass then exists (
      select from pg_proc p where p.oid = objid and p.prokind in ('f', 'p'))
      and not exists (
        select from pg_proc p
        where p.oid = objid and p.pronamespace in (select oid from auth)
          and exists (select from old_functions f where f.extension is not null))
    else false
  end
from dependents
union
select pg_describe_object(classid, objid, 0), false from in_the_way
order by 1
