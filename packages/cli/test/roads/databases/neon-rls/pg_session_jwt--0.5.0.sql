-- Stands in for the extension of Neon: the same functions, arguments, volatility and owners, without its library. So it
-- reads claims from request.jwt.claims, as the real one does where no key is configured, and refuses tokens.

create schema if not exists auth;

create function auth."init"() returns void
language plpgsql strict
as $$
begin
  raise exception 'Missing runtime parameter: pg_session_jwt.jwk' using errcode = '02000';
end
$$;

create function auth."jwt_session_init"("jwt" text) returns void
language plpgsql strict
as $$
begin
  raise exception 'Missing runtime parameter: pg_session_jwt.jwk' using errcode = '02000';
end
$$;

-- The real one gives JSON's null for claims that are missing or no JSON, and not SQL's.
create function auth."session"() returns jsonb
language plpgsql strict stable parallel safe
as $$
begin
  return coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb, 'null');
exception when invalid_text_representation then
  return 'null';
end
$$;

create function auth."jwt"() returns jsonb
language sql strict stable parallel safe
as 'select auth."session"()';

create function auth."user_id"() returns text
language sql strict stable parallel safe
as $$
  select case jsonb_typeof(auth."session"() -> 'sub') when 'string' then auth."session"() ->> 'sub' end
$$;

create function auth."uid"() returns uuid
language sql strict stable parallel safe
as $$
  select case when auth."user_id"() ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then auth."user_id"()::uuid end
$$;

create function auth."organization"() returns jsonb
language sql strict stable parallel safe
as $$
  select case jsonb_typeof(auth."session"() -> 'o') when 'object' then auth."session"() -> 'o' end
$$;

create function auth."organization_id"() returns uuid
language sql strict stable parallel safe
as $$
  select case
    when auth."organization"() ->> 'id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then (auth."organization"() ->> 'id')::uuid
  end
$$;
