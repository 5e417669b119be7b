-- Custom SQL migration file, put your code below! --
CREATE FUNCTION app_public.current_user_id() RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('jwt.claims.user_id', true), '')::integer
$$;
--> statement-breakpoint
ALTER TABLE app_public.posts ALTER COLUMN author_id SET DEFAULT app_public.current_user_id();
--> statement-breakpoint
GRANT USAGE ON SCHEMA app_public TO visitor, member;
--> statement-breakpoint
GRANT SELECT ON app_public.posts TO visitor, member;
--> statement-breakpoint
GRANT INSERT, UPDATE (text, is_published), DELETE ON app_public.posts TO member;
