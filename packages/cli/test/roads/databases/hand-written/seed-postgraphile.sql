insert into app_public.posts (id, author_id, text, is_published) values
  (1, 1, 'first', true), (2, 1, 'draft', false), (3, 2, 'reply', false);
insert into app_private.accounts (user_id, password_hash) values (1, 'x'), (2, 'y');
