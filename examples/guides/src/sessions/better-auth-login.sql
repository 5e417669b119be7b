create role better_auth login noinherit;
grant select, insert, update, delete on "user", session, account, verification, jwks to better_auth;
