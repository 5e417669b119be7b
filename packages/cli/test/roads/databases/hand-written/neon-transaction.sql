-- The application logs in as the owner, and takes the role in each transaction; since 16 that wants a membership.
create role authenticated nologin;
create role anonymous nologin;
grant authenticated, anonymous to neondb_owner;
