COMMENT ON POLICY "crud-authenticated-policy-select" ON "todos" IS 'Nobody''s but their own';
