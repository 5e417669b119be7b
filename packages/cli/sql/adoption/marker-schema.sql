-- Holds nothing but its comment, by which "rowauth check" and "rowauth doctor" know what this database uses.
create schema if not exists rowauth;
