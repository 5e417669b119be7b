grant execute on function
  :session_functions
to :"authenticator";

-- Whoever has a valid token may be the one whom it names.
grant execute on function :"auth".open_session(pg_catalog.text) to public;
