CREATE TABLE "articles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"created_by" text DEFAULT auth.user_id() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text DEFAULT auth.user_id() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "articles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "articles_created_by_index" ON "articles" USING btree ("created_by");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "articles" AS PERMISSIVE FOR SELECT TO "authenticated" USING (true);--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "articles" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "articles"."created_by");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "articles" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "articles"."created_by") WITH CHECK ((select auth.user_id()) = "articles"."created_by");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "articles" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "articles"."created_by");