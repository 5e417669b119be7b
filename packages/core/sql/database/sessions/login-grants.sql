grant execute on function
  :session_functions
to :"authenticator";
