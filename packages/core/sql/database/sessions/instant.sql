-- A point in time as 16 hexadecimal digits that sort as the times do, from the year 2000 to infinity.
create or replace function :"auth".instant(moment pg_catalog.timestamptz) returns pg_catalog.text
language sql immutable parallel safe
return pg_catalog.encode(pg_catalog.timestamptz_send(moment), 'hex');
