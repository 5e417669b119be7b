policies as (
  select p.oid, p.polname, p.polrelid as relation, p.polpermissive as permissive, p.polroles,
    t.name as table_name, t.relname, t.relrowsecurity,
    case p.polcmd
      when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
    end as command,
    pg_get_expr(p.polqual, p.polrelid) as using_text, pg_get_expr(p.polwithcheck, p.polrelid) as check_text,
    o.facts -> p.oid::text -> 'using' as using_facts, o.facts -> p.oid::text -> 'check' as check_facts,
    format('policy %I on %s', p.polname, t.name) as object,
    -- Within a comment of a fix: a line end in a name would end the comment.
    translate(format('policy %I on %s', p.polname, t.name), E'\n\r', '  ') as named,
    array_to_string(array(
      select case r.oid when 0 then 'public' else quote_ident(pg_get_userbyid(r.oid)) end from unnest(p.polroles) r (oid) order by 1
    ), ', ') as role_list,
    format('alter policy %I on %s', p.polname, t.name) as alter_policy,
    format('drop policy %I on %s;', p.polname, t.name) as drop_policy
  from pg_policy p join tables t on t.oid = p.polrelid, options o
),
-- Roles whose policies hold for a role that queries run as: itself, and those that it inherits from.
asked_roles as (
  select r.oid, r.rolname
  from pg_roles r
  where exists (select from query_roles q where pg_has_role(q.oid, r.oid, 'usage'))
),
-- Policies that queries are asked by. Those for roles of services and of the platform are none of doctor's business.
query_policies as (
  select p.*
  from policies p
  where 0::oid = any(p.polroles) or exists (select from asked_roles r where r.oid = any(p.polroles))
),
-- What a new row is asked: WITH CHECK, or USING in its place.
write_policies as (
  select p.*, coalesce(p.check_facts, p.using_facts) as asked_facts
  from query_policies p
  where p.command in ('insert', 'update', 'all')
),
-- PUBLIC stands for the roles that queries run as.
policy_roles as (
  select p.oid as policy, p.relation, p.command, r.oid as role, r.rolname, true as named
  from policies p join pg_roles r on r.oid = any(p.polroles)
  union all
  select p.oid, p.relation, p.command, q.oid, q.rolname, false
  from policies p, query_roles q
  where 0::oid = any(p.polroles)
),
commands (command) as (
  values ('select'), ('insert'), ('update'), ('delete')
),
-- Which commands of a policy at least one of the roles that it holds for and queries run as may run at all.
granted_commands as (
  select distinct r.policy, c.command
  from policy_roles r
    join query_roles q on pg_has_role(q.oid, r.role, 'usage')
    join commands c on r.command in (c.command, 'all')
  where case
    when c.command = 'delete' then has_table_privilege(q.oid, r.relation, 'delete')
    else has_any_column_privilege(q.oid, r.relation, c.command)
  end
),
-- Permissive policies that restrictive ones for all of their roles and commands narrow: by something that not
-- everybody's row or not everybody has; `tied` where it is something of the caller.
narrowed as (
  select p.oid as policy,
    coalesce(bool_or(n.using_facts ->> 'asks' in ('state', 'caller', 'never')), false) as old_row,
    coalesce(bool_or(coalesce(n.check_facts, n.using_facts) ->> 'asks' in ('state', 'caller', 'never')), false) as new_row,
    coalesce(bool_or(n.using_facts ->> 'asks' in ('caller', 'never')), false) as old_row_tied,
    coalesce(bool_or(coalesce(n.check_facts, n.using_facts) ->> 'asks' in ('caller', 'never')), false) as new_row_tied
  from policies p left join policies n
    on n.relation = p.relation and not n.permissive
    and n.command in (p.command, 'all') and (0::oid = any(n.polroles) or n.polroles @> p.polroles)
  where p.permissive
  group by p.oid
),
-- Inserts of any row by visitors, who have no rows of their own: contact forms. Where signed-in users may do so, too,
-- their rows have an owner if one of the columns is for it.
visitors_inserts as (
  select p.oid as policy
  from query_policies p join narrowed n on n.policy = p.oid, options o
  where p.command = 'insert' and p.check_facts ->> 'asks' = 'nothing' and not n.new_row
    and exists (select from granted_commands g where g.policy = p.oid and g.command = 'insert')
    and exists (
      select from policy_roles r
      where r.policy = p.oid and r.rolname = o.role_names[2] and has_any_column_privilege(r.role, p.relation, 'insert'))
    and (
      p.relation not in (select w.relation from owner_columns w)
      or not exists (
        select from policy_roles r join query_roles q on pg_has_role(q.oid, r.role, 'usage')
        where r.policy = p.oid and q.rolname <> o.role_names[2]))
),
-- The best guess at a condition for a policy that has none worth its name: what its other half asks, else a column
-- compared with the user. What other policies ask besides may be right for their command and for no new row.
better_conditions as (
  select p.oid as policy,
    coalesce(
      case when p.using_facts ->> 'asks' = 'caller' then p.using_facts ->> 'once' end,
      case when p.check_facts ->> 'asks' = 'caller' then p.check_facts ->> 'once' end,
      (select w.condition from owner_columns w where w.relation = p.relation),
      (
        select coalesce(other.using_facts, other.check_facts) ->> 'once'
        from policies other
        where other.relation = p.relation and other.oid <> p.oid and other.permissive
          and (coalesce(other.using_facts, other.check_facts) ->> 'comparesOwner')::bool
          and (other.polroles && p.polroles or 0::oid = any(other.polroles))
        order by other.command = p.command desc, other.polname
        limit 1
      )
    ) as condition,
    -- The number of the lint and the rest are for the lint to add.
    format(
      E'-- Nothing here tells which rows are meant. Write the condition:\n-- alter %s ...;\n'
        || E'-- Where it is meant as it is, say so and why:\n-- comment on %s is ''doctor: ignore ',
      p.named, p.named) as unknown
  from policies p
),
-- Findings that the owner of what they are about has seen, and says so in its comment: with the rest of its line, and
-- whether the application can be that owner, and so whoever gets out of the role of its user.
acknowledgements as materialized (
  select c.object, n.number::int4 as number, trim(both ' ,' from m.found[2]) as reason, pg_get_userbyid(c.owner) as owner,
    exists (
      select
      from (select q.oid, q.rolsuper from query_roles q union select a.oid, a.rolsuper or a.administers from app a) r
      where not r.rolsuper and pg_has_role(r.oid, c.owner, 'member')) as by_application
  from (
    select p.object, obj_description(p.oid, 'pg_policy') as comment, r.relowner as owner
    from policies p join relations r on r.oid = p.relation
    union all
    select format('%s %s', case r.relkind when 'v' then 'view' when 'm' then 'materialised view'
        when 'f' then 'foreign table' else 'table' end, r.name),
      obj_description(r.oid, 'pg_class'), r.relowner
    from relations r
    union all
    select format('column %I of table %s', a.attname, t.name), d.comment, t.relowner
    from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0,
      lateral (values (obj_description(t.oid, 'pg_class')), (col_description(t.oid, a.attnum))) as d (comment)
    union all
    select format('function %s', f.name), obj_description(f.oid, 'pg_proc'), f.proowner from routines f
  ) c,
    regexp_matches(c.comment, '(?:^|\n)\s*doctor: ignore ((?:[0-9]{3}[, ]*)+)([^\n]*)', 'g') as m (found),
    regexp_split_to_table(trim(both ', ' from m.found[1]), '[, ]+') as n (number)
),
-- Policies in which something that does not depend on the row is evaluated for each, with the condition that does so once.
-- `how`: which of the facts of a clause says so.
evaluated_per_row as (
  select h.how, p.object, p.using_text, p.check_text,
    format('in %s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end)) as detail,
    p.alter_policy
      || case when f.using then format(E'\n  using (%s)', p.using_facts ->> 'once') else '' end
      || case when f.check then format(E'\n  with check (%s)', p.check_facts ->> 'once') else '' end
      || ';' as fix
  from query_policies p, (values ('callsPerRow'), ('comparesInside'), ('wrapsPerRow')) as h (how),
    lateral (select (p.using_facts ->> h.how)::bool, (p.check_facts ->> h.how)::bool) as f ("using", "check")
  where f.using or f.check
)
