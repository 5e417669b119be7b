-- The role of jobs. It logs nobody in and is subject to policies, as any other.
create role service nologin;
grant usage on schema auth to service;
grant execute on function auth.session(), auth.user_id(), auth.uid() to service;

-- The login of the process that runs the jobs: it may take this role, and no other one.
create role worker login noinherit;
grant service to worker;
