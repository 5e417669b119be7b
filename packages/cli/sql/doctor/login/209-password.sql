-- title: The application logs in with a password, which SQL that runs as its role can change
-- level: info
-- why: Every role may change its own password. SQL that gets out of the role of the user (an injection that calls
--   `set_config('role', 'none', true)`) may do so as the login role, too: it locks the application out, or opens a way
--   in that is still there when the injection is not. Found only where this connection may read `pg_authid`.
-- fix: Log in by something that SQL cannot change: a client certificate (`cert`), `peer` over a local socket, or the
--   platform's identities. On a managed database without any of these, let a firewall decide who can connect at all.
select format('role %I', a.rolname) as object,
  'it has a password' as detail,
  format(E'-- In pg_hba.conf let %s log in by cert or peer, and by nothing else; reload the configuration, then:\n'
    '-- alter role %s password null;', n.named, n.named) as fix
from app a, options o, translate(quote_ident(a.rolname), E'\n\r', '  ') as n (named)
where o.has_password and a.rolcanlogin and not a.rolsuper and not a.administers
  -- pg_hba.conf is the operator's.
  and not exists (select from platform_roles)
