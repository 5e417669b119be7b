CREATE TABLE "events" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "events_id_at_pk" PRIMARY KEY("id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "events_user_id_at_index" ON "events" USING btree ("user_id","at");--> statement-breakpoint
CREATE INDEX "notes_user_id_index" ON "notes" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "events" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "events"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "events" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "events"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "notes" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "notes" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "notes" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id") WITH CHECK ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "notes" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id");