CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" uuid NOT NULL,
	"title" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "memberships" (
	"user_id" text NOT NULL,
	"team_id" uuid NOT NULL,
	CONSTRAINT "memberships_user_id_team_id_pk" PRIMARY KEY("user_id","team_id")
);
--> statement-breakpoint
ALTER TABLE "memberships" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "teams" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_parent_id_teams_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "documents_team_id_index" ON "documents" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "memberships_team_id_index" ON "memberships" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "teams_parent_id_index" ON "teams" USING btree ("parent_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "documents" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("documents"."team_id" = any(cast((select public.my_teams()) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "documents" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ("documents"."team_id" = any(cast((select public.my_teams()) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "documents" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("documents"."team_id" = any(cast((select public.my_teams()) as uuid[]))) WITH CHECK ("documents"."team_id" = any(cast((select public.my_teams()) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "documents" AS PERMISSIVE FOR DELETE TO "authenticated" USING ("documents"."team_id" = any(cast((select public.my_teams()) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "memberships" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("memberships"."team_id" = any(cast((select public.my_teams()) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "teams" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("teams"."id" = any(cast((select public.my_teams()) as uuid[])));