-- Compares digests of the two: how long a comparison takes then says nothing about where they differ. STABLE as
-- convert_to() is, or it would not be inlined.
create or replace function :"auth".same_mac(expected pg_catalog.text, given pg_catalog.text) returns pg_catalog.bool
language sql stable parallel safe
return pg_catalog.sha256(pg_catalog.convert_to(expected, 'UTF8'))
  operator(pg_catalog.=) pg_catalog.sha256(pg_catalog.convert_to(given, 'UTF8'));
