-- Custom SQL migration file, put your code below! --
CREATE SCHEMA auth;
--> statement-breakpoint
CREATE FUNCTION auth.user_id() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub'
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA auth TO authenticated, anonymous;
