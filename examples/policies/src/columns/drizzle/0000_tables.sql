CREATE TABLE "profiles" (
	"user_id" text PRIMARY KEY DEFAULT auth.user_id() NOT NULL,
	"display_name" text NOT NULL,
	"plan" text DEFAULT 'free' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"author_id" text DEFAULT auth.user_id() NOT NULL,
	"assignee_id" text,
	"title" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tasks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "tasks_author_id_index" ON "tasks" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "tasks_assignee_id_index" ON "tasks" USING btree ("assignee_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "profiles" AS PERMISSIVE FOR SELECT TO "authenticated" USING (true);--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "profiles" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((((select auth.user_id()) = "profiles"."user_id") and ("profiles"."plan" = 'free')));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "profiles" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "profiles"."user_id") WITH CHECK ((select auth.user_id()) = "profiles"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "tasks" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((((select auth.user_id()) = "tasks"."author_id") or ((select auth.user_id()) = "tasks"."assignee_id")));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "tasks" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "tasks"."author_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "tasks" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((((select auth.user_id()) = "tasks"."author_id") or ((select auth.user_id()) = "tasks"."assignee_id"))) WITH CHECK ((((select auth.user_id()) = "tasks"."author_id") or ((select auth.user_id()) = "tasks"."assignee_id")));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "tasks" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "tasks"."author_id");