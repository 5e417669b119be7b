-- Sessions are opened before a role is taken, too.
grant usage on schema :"auth" to :"authenticator";
