-- title: Several permissive policies hold for one command and role
-- level: info
-- why: Any one of them is enough to allow a row, so each has to be right by itself, and PostgreSQL may evaluate all
--   of them for each row. That may well be what you want; one policy with `or` says so in one place.
-- fix: One policy per command with the conditions joined by `or` takes their place, for the same roles; PUBLIC
--   becomes the roles that queries run as. Policies whose comments say to ignore something stay as they are.
with overlapping as (
  select r.relation, c.command, r.role, array_agg(distinct r.policy order by r.policy) as policies
  from policy_roles r
    join query_policies p on p.oid = r.policy and p.permissive and coalesce(p.using_text, p.check_text) is not null
      -- Joined to others it would open all of them: that is another finding.
      and p.using_facts -> 'constant' is distinct from 'true' and p.check_facts -> 'constant' is distinct from 'true'
      -- What its comment explains would be lost with it.
      and p.object not in (select a.object from acknowledgements a)
    join commands c on r.command in (c.command, 'all')
  group by r.relation, c.command, r.role
),
affected as (
  select distinct o.relation, x.policy
  from overlapping o join asked_roles q on q.oid = o.role, unnest(o.policies) as x (policy)
  where cardinality(o.policies) > 1
),
replacements as (
  select o.relation, o.command, o.policies,
    string_agg(quote_ident(r.rolname), ', ' order by r.rolname) as roles,
    string_agg(r.rolname, '_' order by r.rolname) as suffix
  from overlapping o join pg_roles r on r.oid = o.role
  where exists (select from affected a where a.policy = any(o.policies))
  group by o.relation, o.command, o.policies
),
conditions as (
  select n.*,
    string_agg(p.using_facts ->> 'once', ' or ' order by p.polname) as using_text,
    string_agg(coalesce(p.check_facts, p.using_facts) ->> 'once', ' or ' order by p.polname) as check_text
  from replacements n join policies p on p.oid = any(n.policies)
  group by n.relation, n.command, n.policies, n.roles, n.suffix
)
select format('table %s', t.name) as object,
  (
    select string_agg(format('%s by %I: %s', o.command, pg_get_userbyid(o.role), (
      select string_agg(quote_ident(p.polname), ', ' order by p.polname) from policies p where p.oid = any(o.policies)
    )), '; ' order by array_position('{select,insert,update,delete}', o.command), pg_get_userbyid(o.role))
    from overlapping o join asked_roles q on q.oid = o.role
    where o.relation = t.oid and cardinality(o.policies) > 1
  ) as detail,
  (
    select string_agg(p.drop_policy, E'\n' order by p.polname)
    from affected a join policies p on p.oid = a.policy
    where a.relation = t.oid
  ) || E'\n' || (
    select string_agg(
      format('create policy %I on %s for %s to %s', format('allow_%s_%s', c.suffix, c.command), t.name, c.command, c.roles)
        || case when c.command <> 'insert' then format(E'\n  using (%s)', c.using_text) else '' end
        || case when c.command in ('insert', 'update') then format(E'\n  with check (%s)', c.check_text) else '' end
        || ';',
      E'\n' order by c.suffix, array_position('{select,insert,update,delete}', c.command))
    from conditions c
    where c.relation = t.oid
  ) as fix
from tables t
where exists (select from affected a where a.relation = t.oid)
order by t.name
