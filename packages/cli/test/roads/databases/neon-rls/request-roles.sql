-- They log in without a password: behind Neon's proxy, which has verified a token.
create role authenticated login;
create role anonymous login;
