CREATE TABLE "actions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "actions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"command" text NOT NULL,
	"object" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "actions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cards" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"number" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cards" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "actions_user_id_index" ON "actions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "cards_user_id_index" ON "cards" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "notes_user_id_index" ON "notes" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "actions" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "actions"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "cards" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "cards"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "cards" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "cards"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "cards" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "cards"."user_id") WITH CHECK ((select auth.user_id()) = "cards"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "cards" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "cards"."user_id");--> statement-breakpoint
CREATE POLICY "nobody_else_select" ON "cards" AS RESTRICTIVE FOR SELECT TO "authenticated" USING (((select pg_catalog.jsonb_extract_path_text(auth.session(), 'act')) is null));--> statement-breakpoint
CREATE POLICY "nobody_else_insert" ON "cards" AS RESTRICTIVE FOR INSERT TO "authenticated" WITH CHECK (((select pg_catalog.jsonb_extract_path_text(auth.session(), 'act')) is null));--> statement-breakpoint
CREATE POLICY "nobody_else_update" ON "cards" AS RESTRICTIVE FOR UPDATE TO "authenticated" USING (((select pg_catalog.jsonb_extract_path_text(auth.session(), 'act')) is null)) WITH CHECK (((select pg_catalog.jsonb_extract_path_text(auth.session(), 'act')) is null));--> statement-breakpoint
CREATE POLICY "nobody_else_delete" ON "cards" AS RESTRICTIVE FOR DELETE TO "authenticated" USING (((select pg_catalog.jsonb_extract_path_text(auth.session(), 'act')) is null));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "notes" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "notes" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "notes" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id") WITH CHECK ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "notes" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id");