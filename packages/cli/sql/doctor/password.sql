-- Whether a role has a password: for roles that may read pg_authid, superusers above all.
-- $1: name of the role.
select exists (select from pg_authid a where a.rolname = $1::text and a.rolpassword is not null) as found
