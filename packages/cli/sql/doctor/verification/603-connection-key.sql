-- title: A connection may bring along the key that its tokens are verified with
-- level: warning
-- why: `pg_session_jwt.jwk` is a setting like any other, which SQL can change at any time: whoever has SQL on a
--   connection names a key of his own, signs a token with it, and is any user. That is no more than an application that
--   verifies tokens itself gives away, and no less.
-- fix: It is forbidden, as it is by default. Register the keys of your issuer first: `rowauth jwks sync`.
select format('schema %I', o.auth_schema) as object,
  'pg_session_jwt.jwk is honoured' as detail,
  format('select %I.allow_connection_jwk(false);', o.auth_schema) as fix
from options o
where (o.verification -> 'connectionKeys')::bool
