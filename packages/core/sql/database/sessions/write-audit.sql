-- A line in the server's log for a session that opens. A warning, since the server repeats the statement under a message
-- of the level LOG, and somebody may have written the token into it.
create or replace function :"auth".write_audit(key pg_catalog.int8, claims pg_catalog.jsonb) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp set client_min_messages = error
as $rowauth$
begin
  raise warning 'rowauth session: sub %, aud %, key %', coalesce(claims -> 'sub', 'null'),
    coalesce(claims -> 'aud', 'null'),
    coalesce((select coalesce(to_jsonb(k.kid), 'null') from :"auth".jwks k where k.id = key), '"of the connection"');
end
$rowauth$;
