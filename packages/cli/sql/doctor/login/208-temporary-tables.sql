-- title: The roles may create temporary tables
-- level: info
-- why: A temporary table stays on its pooled connection when the transaction ends, and its name comes before those of
--   all schemas: whoever gets the connection next reads it, or writes to it, in place of your table. Making one takes
--   SQL of a user's own, as an injection is. Every new database allows it to PUBLIC.
-- fix: TEMPORARY is revoked. From then on temporary tables, views and functions can be made by superusers, the owner
--   of the database, and roles to which you grant it by name: those of reports and imports that use such tables, and
--   the one that runs `rowauth check --url`.
select format('database %I', d.datname) as object,
  format('%s can create them', string_agg(distinct quote_ident(r.rolname), ', ')) as detail,
  -- A migration runs in databases of other names as well.
  format('do %L;', format('begin execute format(%L, current_database(), %L); end',
    'revoke temporary on database %I from %s',
    string_agg(distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', ')))
    as fix
from pg_database d
  cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
  join (select q.oid, q.rolname, q.rolsuper from query_roles q union select a.oid, a.rolname, a.rolsuper from app a where not a.administers) r
    on not r.rolsuper and (x.grantee = 0 or pg_has_role(r.oid, x.grantee, 'usage'))
where d.datname = current_database() and x.privilege_type = 'TEMPORARY'
group by d.datname
