-- The address of what lies in a table starts with the schema, too, where its identity names none.
select format('%s %s', identity.type, identity.identity) as key, description as value
from pg_description
cross join pg_identify_object(classoid, objoid, objsubid) as identity
cross join pg_identify_object_as_address(classoid, objoid, objsubid) as address
where objoid >= 16384 and address.object_names[1] <> all ($1)
