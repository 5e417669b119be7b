-- Functions that read as the owner of the tables. Each is as narrow as what it is for, has its search path pinned, and
-- may be executed by the role that needs it and by nobody else.
revoke all on schema private from public;
--> statement-breakpoint
-- For policies: the lists in which the user has one of these roles.
create function private.my_lists(variadic roles public.member_role[]) returns setof uuid
language sql stable parallel safe security definer set search_path = ''
begin atomic
  select m.list_id from public.members m where m.user_id = (select auth.uid()) and m.role = any (roles);
end;
--> statement-breakpoint
-- For policies: everybody who shares a list with the user.
create function private.my_company() returns setof uuid
language sql stable parallel safe security definer set search_path = ''
begin atomic
  select m.user_id from public.members m
  where m.list_id in (select private.my_lists('owner', 'editor', 'viewer'));
end;
--> statement-breakpoint
-- For sharing a list: whose address this is. It tells signed-in people who has an account; once a list is shared with
-- them, its members see their names, too.
create function private.find_person(email text) returns uuid
language sql stable parallel safe security definer set search_path = ''
begin atomic
  select p.id from public.profiles p where p.email = pg_catalog.lower(find_person.email);
end;
--> statement-breakpoint
-- For signing up: an account. A second one for the same address is a unique_violation.
create function private.sign_up(email text, name text, password_hash text) returns uuid
language sql volatile security definer set search_path = ''
begin atomic
  with person as (
    insert into public.profiles (email, name) values (pg_catalog.lower(sign_up.email), sign_up.name) returning id
  )
  insert into private.credentials (user_id, password_hash)
  select person.id, sign_up.password_hash from person
  returning user_id;
end;
--> statement-breakpoint
-- For signing in: what the application compares the password with.
create function private.credentials_of(email text) returns table (id uuid, name text, password_hash text)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.name, c.password_hash
  from public.profiles p join private.credentials c on c.user_id = p.id
  where p.email = pg_catalog.lower(credentials_of.email);
end;
--> statement-breakpoint
-- Whoever makes a list owns it.
create function private.add_owner() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.members (list_id, user_id, role) values (new.id, auth.uid(), 'owner');
  return null;
end
$$;
--> statement-breakpoint
create trigger add_owner after insert on public.lists for each row execute function private.add_owner();
