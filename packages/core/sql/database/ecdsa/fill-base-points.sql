-- The multiples of each base point: once, and again where some are missing. This takes part of a second.
insert into :"auth".ecdsa_base_points (alg, entry, x, y)
select requested.alg, multiple.entry, multiple.multiple_x, multiple.multiple_y
from pg_catalog.unnest(array['ES256', 'ES384']) requested (alg)
cross join lateral :"auth".ecdsa_curve(requested.alg) curve
cross join lateral :"auth".ecdsa_multiples(curve.x, curve.y, curve.p, curve.base_digits, curve.base_places) multiple
where (
  select pg_catalog.count(*)
  from :"auth".ecdsa_base_points present
  where present.alg operator(pg_catalog.=) requested.alg
) operator(pg_catalog.<) curve.base_entries
on conflict do nothing;
