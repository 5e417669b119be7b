insert into :"auth".verification_settings default values on conflict do nothing;
