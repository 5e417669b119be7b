ALTER TABLE "lists" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "todos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "lists" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("lists"."id" in (select private.my_lists('owner', 'editor', 'viewer')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "lists" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "lists" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("lists"."id" in (select private.my_lists('owner'))) WITH CHECK ("lists"."id" in (select private.my_lists('owner')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "lists" AS PERMISSIVE FOR DELETE TO "authenticated" USING ("lists"."id" in (select private.my_lists('owner')));--> statement-breakpoint
CREATE POLICY "allow_anonymous_select" ON "lists" AS PERMISSIVE FOR SELECT TO "anonymous" USING ("lists"."is_public" = true);--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "members" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("members"."list_id" in (select private.my_lists('owner', 'editor', 'viewer')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "members" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ("members"."role" <> 'owner' and "members"."list_id" in (select private.my_lists('owner')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "members" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("members"."role" <> 'owner' and "members"."list_id" in (select private.my_lists('owner'))) WITH CHECK ("members"."role" <> 'owner' and "members"."list_id" in (select private.my_lists('owner')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "members" AS PERMISSIVE FOR DELETE TO "authenticated" USING ("members"."role" <> 'owner' and "members"."list_id" in (select private.my_lists('owner')) or ("members"."role" <> 'owner' and (select auth.uid()) = "members"."user_id"));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "profiles" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.uid()) = "profiles"."id" or "profiles"."id" in (select private.my_company()));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "sessions" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.uid()) = "sessions"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "sessions" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.uid()) = "sessions"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "sessions" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.uid()) = "sessions"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "todos" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("todos"."list_id" in (select private.my_lists('owner', 'editor', 'viewer')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "todos" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ("todos"."list_id" in (select private.my_lists('owner', 'editor')) and (select auth.uid()) = "todos"."created_by");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "todos" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("todos"."list_id" in (select private.my_lists('owner', 'editor'))) WITH CHECK ("todos"."list_id" in (select private.my_lists('owner', 'editor')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "todos" AS PERMISSIVE FOR DELETE TO "authenticated" USING ("todos"."list_id" in (select private.my_lists('owner', 'editor')));--> statement-breakpoint
CREATE POLICY "allow_anonymous_select" ON "todos" AS PERMISSIVE FOR SELECT TO "anonymous" USING ("todos"."list_id" in (select "id" from "lists"));