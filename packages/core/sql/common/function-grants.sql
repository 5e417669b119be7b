-- Policies call these as the role that runs the query.
grant execute on function
  :public_functions
to :"authenticated", :"anonymous";
