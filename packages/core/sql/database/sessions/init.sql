-- Looks at the key that the connection brings along. Without one there is nothing to do: keys are registered.
create or replace function :"auth".init() returns pg_catalog.void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if current_setting('pg_session_jwt.jwk', true) <> '' and :"auth".connection_jwk() is null then
    raise exception 'This database takes no key from a connection.'
      using errcode = 'object_not_in_prerequisite_state',
        hint = 'Register the key, or have the owner of the schema call allow_connection_jwk(true).';
  end if;
end
$rowauth$;
