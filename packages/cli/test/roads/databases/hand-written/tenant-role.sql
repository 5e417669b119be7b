create role app_tenant nologin;
create role app_server login password 'road' noinherit;
grant app_tenant to app_server;
