select format('%s on %I.%I', quote_ident(policyname), schemaname, tablename) as key,
  concat_ws(' ', lower(permissive), 'for', lower(cmd), 'to', array_to_string(roles, ', '),
    'using ' || qual, 'with check ' || with_check) as value
from pg_policies
where schemaname <> all ($1)
