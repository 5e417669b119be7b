-- Custom SQL migration file, put your code below! --
GRANT USAGE ON SCHEMA api TO web_anon, todo_user;
--> statement-breakpoint
GRANT SELECT ON api.todos TO web_anon;
--> statement-breakpoint
GRANT ALL ON api.todos TO todo_user;
