CREATE FUNCTION is_mine(owner text) RETURNS boolean LANGUAGE sql STABLE RETURN owner = auth.user_id();--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION is_mine(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION is_mine(text) TO "authenticated";--> statement-breakpoint
CREATE POLICY "finished is final" ON "todos" AS RESTRICTIVE FOR DELETE TO "authenticated" USING (is_mine("todos"."user_id") and not "todos"."is_complete");
