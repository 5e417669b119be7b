CREATE SCHEMA "Team Space";
--> statement-breakpoint
CREATE TABLE "Team Space"."Shared ""Notes""" (
	"Id" integer PRIMARY KEY NOT NULL,
	"Owner Id" text DEFAULT (auth.user_id()) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "Team Space"."Shared ""Notes""" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "the owner's ""own""" ON "Team Space"."Shared ""Notes""" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id() = "Shared ""Notes"""."Owner Id"));--> statement-breakpoint
GRANT USAGE ON SCHEMA "Team Space" TO "authenticated";--> statement-breakpoint
GRANT SELECT, INSERT ON "Team Space"."Shared ""Notes""" TO "authenticated";--> statement-breakpoint
INSERT INTO "Team Space"."Shared ""Notes""" ("Id", "Owner Id") VALUES (1, 'alice'), (2, 'bob');
