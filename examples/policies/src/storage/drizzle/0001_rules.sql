grant select, insert, update, delete on objects to authenticated;
