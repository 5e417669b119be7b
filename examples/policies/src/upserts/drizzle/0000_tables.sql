CREATE TABLE "pages" (
	"slug" text PRIMARY KEY NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "preferences" (
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"name" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "preferences_user_id_name_pk" PRIMARY KEY("user_id","name")
);
--> statement-breakpoint
ALTER TABLE "preferences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "pages_user_id_index" ON "pages" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "pages" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "pages"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "pages" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "pages"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "pages" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "pages"."user_id") WITH CHECK ((select auth.user_id()) = "pages"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "pages" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "pages"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "preferences" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "preferences"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "preferences" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "preferences"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "preferences" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "preferences"."user_id") WITH CHECK ((select auth.user_id()) = "preferences"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "preferences" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "preferences"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "reports" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "reports"."user_id");