CREATE TABLE "notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"body" text NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "notes_user_id_index" ON "notes" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "notes" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((((select auth.user_id()) = "notes"."user_id") and (((("notes"."deleted_at" is null)) or ("notes"."deleted_at" = now())))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "notes" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((((select auth.user_id()) = "notes"."user_id") and (("notes"."deleted_at" is null))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "notes" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((((select auth.user_id()) = "notes"."user_id") and (("notes"."deleted_at" is null)))) WITH CHECK ((((select auth.user_id()) = "notes"."user_id") and (((("notes"."deleted_at" is null)) or ("notes"."deleted_at" = now())))));