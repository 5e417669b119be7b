select rolname as key,
  concat_ws(', ', 'role',
    case when rolsuper then 'superuser' end, case when rolinherit then 'inherit' end,
    case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
    case when rolcanlogin then 'login' end, case when rolreplication then 'replication' end,
    case when rolbypassrls then 'bypassrls' end, array_to_string(rolconfig, ', ')) as value
from pg_roles
where rolname !~ '^pg_' and $1::text[] is not null
