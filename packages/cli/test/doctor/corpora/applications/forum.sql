-- After the forum of PostGraphile's tutorial on schema design (postgraphile.org): two roles, claims in settings.
create schema forum_example;
create schema forum_example_private;

create table forum_example.person (
  id serial primary key,
  first_name text not null,
  about text
);
create table forum_example.post (
  id serial primary key,
  author_id int not null references forum_example.person,
  headline text not null,
  body text
);
create index on forum_example.post (author_id);
create table forum_example_private.person_account (
  person_id int primary key references forum_example.person on delete cascade,
  email text not null unique,
  password_hash text not null
);

alter default privileges revoke execute on functions from public;
create function forum_example.register_person(first_name text, email text, password text)
returns forum_example.person language plpgsql strict security definer as $$
declare
  person forum_example.person;
begin
  insert into forum_example.person (first_name) values (register_person.first_name) returning * into person;
  insert into forum_example_private.person_account values (person.id, email, md5(password));
  return person;
end
$$;
create function forum_example.current_person() returns forum_example.person language sql stable as $$
  select * from forum_example.person
  where id = nullif(current_setting('jwt.claims.person_id', true), '')::int
$$;

grant usage on schema forum_example to forum_example_anonymous, forum_example_person;
grant select on forum_example.person to forum_example_anonymous, forum_example_person;
grant update, delete on forum_example.person to forum_example_person;
grant select on forum_example.post to forum_example_anonymous, forum_example_person;
grant insert, update, delete on forum_example.post to forum_example_person;
grant usage on sequence forum_example.post_id_seq to forum_example_person;
grant execute on function forum_example.register_person to forum_example_anonymous;
grant execute on function forum_example.current_person to forum_example_anonymous, forum_example_person;

alter table forum_example.person enable row level security;
alter table forum_example.post enable row level security;
create policy select_person on forum_example.person for select using (true);
create policy select_post on forum_example.post for select using (true);
create policy update_person on forum_example.person for update to forum_example_person
  using (id = nullif(current_setting('jwt.claims.person_id', true), '')::int);
create policy delete_person on forum_example.person for delete to forum_example_person
  using (id = nullif(current_setting('jwt.claims.person_id', true), '')::int);
create policy insert_post on forum_example.post for insert to forum_example_person
  with check (author_id = nullif(current_setting('jwt.claims.person_id', true), '')::int);
create policy update_post on forum_example.post for update to forum_example_person
  using (author_id = nullif(current_setting('jwt.claims.person_id', true), '')::int);
create policy delete_post on forum_example.post for delete to forum_example_person
  using (author_id = nullif(current_setting('jwt.claims.person_id', true), '')::int);
