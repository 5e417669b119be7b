/** A schema that nothing is to be said against; the auth schema is there already. */
export const soundSchema = `
  do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
  -- Until PostgreSQL 14 everybody may.
  revoke create on schema public from public;

  create schema app;
  grant usage on schema app to authenticated, anonymous;

  create table app.todos (
    id bigint generated always as identity primary key,
    user_id text not null default auth.user_id(),
    title text,
    done boolean not null default false
  );
  create index on app.todos (user_id);
  alter table app.todos enable row level security;
  grant select, insert, update, delete on app.todos to authenticated;
  create policy own on app.todos to authenticated
    using ((select auth.user_id()) = user_id)
    with check ((select auth.user_id()) = user_id);

  create table app.members (
    list_id bigint,
    user_id text not null,
    primary key (user_id, list_id)
  );
  alter table app.members enable row level security;
  grant select on app.members to authenticated;
  create policy own on app.members for select to authenticated using ((select auth.user_id()) = user_id);

  create table app.lists (id bigint primary key, name text);
  alter table app.lists enable row level security;
  grant select on app.lists to authenticated;
  create policy member on app.lists for select to authenticated
    using (id in (select list_id from app.members where user_id = (select auth.user_id())));

  create table app.private (secret text);
  create view app.own_titles as select title from app.todos;
`
