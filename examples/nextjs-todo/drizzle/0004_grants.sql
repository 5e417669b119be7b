-- Policies say which rows; this says which tables and columns.
revoke execute on all functions in schema private from public;
--> statement-breakpoint
grant usage on schema public, private to authenticated, anonymous;
--> statement-breakpoint
grant execute on function
  private.my_lists(public.member_role[]), private.my_company(), private.find_person(text)
to authenticated;
--> statement-breakpoint
grant execute on function private.sign_up(text, text, text), private.credentials_of(text) to anonymous;
--> statement-breakpoint
grant select on public.profiles, public.lists, public.members, public.todos, public.sessions to authenticated;
--> statement-breakpoint
grant insert, delete on public.lists, public.members, public.todos, public.sessions to authenticated;
--> statement-breakpoint
grant update (name, is_public) on public.lists to authenticated;
--> statement-breakpoint
grant update (role) on public.members to authenticated;
--> statement-breakpoint
grant update (title, done, position) on public.todos to authenticated;
--> statement-breakpoint
-- Visitors do not see who made what.
grant select (id, name, is_public, created_at) on public.lists to anonymous;
--> statement-breakpoint
grant select (id, list_id, title, done, position) on public.todos to anonymous;
--> statement-breakpoint
-- For `rowauth doctor`: what it would ask about, and why it is so.
comment on policy allow_authenticated_insert on public.lists is
  'doctor: ignore 303, a trigger makes whoever inserts a list its owner';
--> statement-breakpoint
comment on function private.find_person(text) is 'doctor: ignore 403, it tells one id for one address';
--> statement-breakpoint
comment on function private.sign_up(text, text, text) is 'doctor: ignore 403, visitors make accounts';
--> statement-breakpoint
comment on function private.credentials_of(text) is 'doctor: ignore 403, signing in compares the password with it';
