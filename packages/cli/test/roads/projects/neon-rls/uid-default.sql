CREATE TABLE "devices" (
	"id" integer PRIMARY KEY NOT NULL,
	"user_id" uuid DEFAULT auth.uid() NOT NULL,
	"organization_id" uuid DEFAULT auth.organization_id(),
	"label" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "devices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own devices" ON "devices" AS PERMISSIVE FOR ALL TO "authenticated" USING ("devices"."user_id" = (select auth.uid()));--> statement-breakpoint
INSERT INTO "devices" ("id", "user_id", "label") VALUES (1, '00000000-0000-4000-8000-00000000ca01', 'phone');
