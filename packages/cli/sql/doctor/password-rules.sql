-- Whether the server may ask a role for its password in this database: for roles that may read pg_hba.conf.
-- $1: name of the role.
select exists (
  select
  from pg_hba_file_rules() r
  where r.auth_method in ('scram-sha-256', 'md5', 'password')
    -- Groups and patterns are taken for a match: better one finding too many.
    and exists (select from unnest(r.user_name) u (name) where u.name in ('all', $1::text) or u.name ~ '^[+/]')
    and exists (
      select from unnest(r.database) d (name)
      where d.name in ('all', 'sameuser', 'samerole', 'samegroup', current_database()) or d.name ~ '^/')
) as found
