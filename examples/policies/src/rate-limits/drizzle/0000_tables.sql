CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "quotas" (
	"user_id" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"used" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "quotas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "messages_user_id_index" ON "messages" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "messages" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "messages"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "messages" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "messages"."user_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "quotas" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "quotas"."user_id");