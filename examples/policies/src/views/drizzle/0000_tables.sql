CREATE TABLE "todos" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"title" text NOT NULL,
	"done" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "todos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "todos_user_id_index" ON "todos" USING btree ("user_id");--> statement-breakpoint
CREATE VIEW "public"."todo_counts" WITH (security_invoker = true) AS (select "done", count(*) as "todos" from "todos" group by "todos"."done");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "todos" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "todos" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "todos" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "todos"."user_id") WITH CHECK ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "todos" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "todos"."user_id");