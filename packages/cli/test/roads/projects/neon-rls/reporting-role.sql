GRANT USAGE ON SCHEMA "public" TO "reporting";--> statement-breakpoint
GRANT SELECT ON "todos" TO "reporting";--> statement-breakpoint
CREATE POLICY "reports leave out their reader" ON "todos" AS PERMISSIVE FOR SELECT TO "reporting" USING ("todos"."user_id" is distinct from auth.user_id());
