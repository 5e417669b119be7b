grant execute on function
  :session_functions
to :"authenticator";

-- Whoever has a valid token may be the one whom it names.
grant execute on function
  :driver_functions
to public;
