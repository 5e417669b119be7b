-- Custom SQL migration file, put your code below! --
GRANT USAGE ON SCHEMA public TO authenticated, anonymous;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO authenticated, anonymous;
