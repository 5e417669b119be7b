select format('%s %s', type, identity) as key, description as value
from pg_description
cross join pg_identify_object(classoid, objoid, objsubid)
where objoid >= 16384 and coalesce(schema, '') <> all ($1)
