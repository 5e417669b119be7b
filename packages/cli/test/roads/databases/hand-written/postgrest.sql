create role web_anon nologin;
create role todo_user nologin;
create role authenticator login password 'road' noinherit;
grant web_anon, todo_user to authenticator;
