grant select, insert, update on notes to authenticated;
