CREATE SCHEMA "api";
--> statement-breakpoint
CREATE TABLE "api"."todos" (
	"id" integer PRIMARY KEY,
	"email" text DEFAULT (current_setting('request.jwt.claims', true)::json ->> 'email') NOT NULL,
	"done" boolean DEFAULT false NOT NULL,
	"task" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api"."todos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own todos" ON "api"."todos" AS PERMISSIVE FOR ALL TO "todo_user" USING (email = current_setting('request.jwt.claims', true)::json ->> 'email') WITH CHECK (email = current_setting('request.jwt.claims', true)::json ->> 'email');
