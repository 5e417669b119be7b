-- Whoever runs migrations: no superuser, as at every host.
create role app_owner login password 'road' createdb createrole;
