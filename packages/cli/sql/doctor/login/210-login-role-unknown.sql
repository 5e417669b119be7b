-- title: The connection is an administrator's, and nothing tells as whom the application logs in
-- level: warning
-- why: Whoever sets up a database may do what the application must not: turn policies off, or see everybody's rows. So
--   nothing is said here of the role of this connection, and nothing was found out about that of the application.
-- fix: Name the role that the application logs in as, with `--app-role`. If it is this one, make one that owns nothing:
--   `rowauth init`, or `rowauth init --adopt`, does.
select format('role %I', session_user) as object,
  'it is an administrator; the role of the application was not looked at' as detail,
  format(E'-- rowauth doctor --app-role <the role that the application logs in as>\n%s', l.fix) as fix
from options o, login_advice l
where o.app_role is null
