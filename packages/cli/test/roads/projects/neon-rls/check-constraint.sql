ALTER TABLE "todos" ADD CONSTRAINT "todos_owner_check" CHECK (auth.user_id() is null or "todos"."user_id" = auth.user_id()) NOT VALID;
