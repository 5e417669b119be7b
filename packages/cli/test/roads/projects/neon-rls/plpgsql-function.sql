CREATE FUNCTION stamp_todo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND auth.user_id() IS NOT NULL THEN
    NEW.user_id := OLD.user_id;
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "stamp_todo" BEFORE UPDATE ON "todos" FOR EACH ROW EXECUTE FUNCTION stamp_todo();
