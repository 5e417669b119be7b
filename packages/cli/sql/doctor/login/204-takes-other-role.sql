-- title: The login role may take a role that queries do not run as
-- level: error
-- why: SQL that gets out of its role can take any role that the login role is a member of, also through the roles
--   that queries run as. With CREATEROLE it makes itself a member of others.
-- fix: The membership, or CREATEROLE, is taken away. If queries do run as that role, name it with `--allowed`. Of an
--   administrator only CREATEROLE is found, and stays: let the application log in as the role that the auth schema made
--   for it, also where the memberships are the server operator's, as those of Supabase's `authenticator` are.
select format('role %I', a.rolname) as object,
  format('%sit may take %I', case when m.member <> a.oid then format('through %I ', m.member_name) end, m.role_name)
    as detail,
  case
    when m.roleid in (select p.oid from platform_roles p) then l.fix
    else string_agg(format('revoke %I from %I%s;', m.role_name, m.member_name, m.granted_by), E'\n')
  end as fix
from login_advice l, app a, taken_roles x join memberships m on m.member = x.role
where not a.rolsuper and not a.administers and (m.may_set or m.inherits or m.admin_option)
  and m.roleid not in (select q.oid from query_roles q)
group by a.oid, a.rolname, m.member, m.member_name, m.roleid, m.role_name, l.fix
union all
select format('role %I', a.rolname), 'it has CREATEROLE',
  case when a.administers then l.fix else format('alter role %I nocreaterole;', a.rolname) end
from app a, login_advice l
where not a.rolsuper and a.rolcreaterole
order by 2
