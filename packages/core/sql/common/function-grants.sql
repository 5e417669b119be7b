-- Policies call these as the role that runs the query.
grant execute on function
  :functions
to :"authenticated", :"anonymous";
