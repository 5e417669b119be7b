-- title: The database verifies tokens, and has no key that is valid now
-- level: warning
-- why: Every token is refused, and every session that was open ends. Found only where this connection may read the keys.
-- fix: The keys of the issuer are registered, and from then on kept up to date by running the command regularly.
select format('schema %I', o.auth_schema) as object,
  case jsonb_array_length(o.verification -> 'keys')
    when 0 then 'no key is registered' else 'each key has expired or is not valid yet' end as detail,
  '-- rowauth jwks sync --url … --jwks … --issuer … --audience …' as fix
from options o
where not o.verification -> 'keys' @> '[{"state": "active"}]'
