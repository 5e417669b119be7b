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
  'connectionKeys', (select v.allow_connection_jwk from :"auth".verification_settings v)
)::text as verification
