-- title: The secrets that sessions are sealed with came with a dump or a copy of another database
-- level: warning
-- why: Whoever has that dump, or the database that it is of, makes sessions and tickets of any user, which are good
--   here as well where the name of the database is the same. Found only where this connection may read the secrets.
-- fix: They are made anew. Sessions end, tickets are refused, tokens stay good.
select format('schema %I', o.auth_schema) as object,
  format('%s of its secrets were made elsewhere', o.verification -> 'foreignSecrets') as detail,
  format('select %I.rotate_secret();', o.auth_schema) as fix
from options o
where (o.verification -> 'foreignSecrets')::int4 > 0
