create role app_user login password 'road' noinherit;
