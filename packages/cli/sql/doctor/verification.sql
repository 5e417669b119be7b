-- What the owner of the auth schema knows of keys and secrets, where the database verifies tokens. For roles that may
-- read them.
select jsonb_build_object(
  'keys', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'kid', k.kid, 'issuer', k.issuer,
          'state', case
            when k.not_after <= now() then 'expired' when k.not_before > now() then 'not yet' else 'active'
          end
        )
        order by k.id
      ),
      '[]'
    )
    from :"auth".jwks k
  ),
  'connectionKeys', (select v.allow_connection_jwk from :"auth".verification_settings v),
  'foreignSecrets', (
    select count(*)
    from :"auth".secrets s, :"auth".verification_settings v, pg_database d
    where d.datname = current_database() and s.made_in <> format('%s.%s', d.oid, v.tableoid)
  )
)::text as verification
