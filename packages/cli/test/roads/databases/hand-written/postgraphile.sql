create role graphile_server login password 'road';
create role visitor nologin;
create role member nologin;
grant visitor, member to graphile_server;
