CREATE TABLE "todos" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "todos_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"title" text NOT NULL,
	"published" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "todos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "todos_user_id_index" ON "todos" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "todos" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "todos" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "todos" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "todos"."user_id") WITH CHECK ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "todos" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "todos"."user_id");--> statement-breakpoint
CREATE POLICY "allow_anonymous_select" ON "todos" AS PERMISSIVE FOR SELECT TO "anonymous" USING ("todos"."published" = true);