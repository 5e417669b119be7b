-- Policies call these as the role that runs the query.
grant execute on function
  :"auth".session(), :"auth".jwt(), :"auth".user_id(), :"auth".uid(),
  :"auth".organization(), :"auth".organization_id(), :"auth".init(), :"auth".jwt_session_init(pg_catalog.text)
to :"authenticated", :"anonymous";
