insert into notes (id, user_id, text) values (1, 'alice', 'water the plants'), (2, 'alice', 'call home'), (3, 'bob', 'pay rent');
