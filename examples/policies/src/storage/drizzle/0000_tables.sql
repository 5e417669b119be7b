CREATE TABLE "objects" (
	"key" text PRIMARY KEY NOT NULL,
	"user_id" text GENERATED ALWAYS AS (split_part("objects"."key", '/', 1)) STORED NOT NULL,
	"size" integer NOT NULL,
	CONSTRAINT "objects_key_stays" CHECK ("objects"."key" !~ '(^|/)[.]{1,2}(/|$)')
);
--> statement-breakpoint
ALTER TABLE "objects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "objects_user_id_index" ON "objects" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "objects" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "objects"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "objects" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "objects"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "objects" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "objects"."user_id") WITH CHECK ((select auth.user_id()) = "objects"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "objects" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "objects"."user_id");