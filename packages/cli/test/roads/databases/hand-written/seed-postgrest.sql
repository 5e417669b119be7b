insert into api.todos (id, email, task) values
  (1, 'alice@example.com', 'water the plants'), (2, 'alice@example.com', 'call home'), (3, 'bob@example.com', 'pay rent');
