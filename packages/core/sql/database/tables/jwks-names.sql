-- Neither of the two is ever empty, so '' stands for NULL here: `nulls not distinct` came with PostgreSQL 15.
create unique index if not exists jwks_names on :"auth".jwks (coalesce(kid, ''), coalesce(issuer, ''));
