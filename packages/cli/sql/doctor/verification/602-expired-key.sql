-- title: A key that tokens are verified with has expired
-- level: warning
-- why: Its owner gave it an end, which has come: tokens under this key are refused, and whoever looks at the list
--   believes it to be in use.
-- fix: It is retired. If it is to hold longer, register it again with a later `not_after`.
select coalesce('key ' || quote_ident(k.key ->> 'kid'), 'key without an id') as object,
  coalesce('of issuer ' || (k.key ->> 'issuer'), 'of any issuer') as detail,
  format('select %I.retire_jwk(kid => %L, issuer => %L);', o.auth_schema, k.key ->> 'kid', k.key ->> 'issuer') as fix
from options o, jsonb_array_elements(o.verification -> 'keys') with ordinality as k (key, position)
where k.key ->> 'state' = 'expired'
order by k.position
