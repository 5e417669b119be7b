-- Sessions are opened before a role is taken, by whatever role an application logs in as. It finds nothing else here
-- that it may use.
grant usage on schema :"auth" to public;
