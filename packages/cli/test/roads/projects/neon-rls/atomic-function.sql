CREATE FUNCTION finish_all() RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
  WITH done AS (UPDATE "todos" SET "is_complete" = true WHERE "user_id" = auth.user_id() RETURNING 1) SELECT count(*) FROM done;
END;
