revoke create on schema :"auth" from public;
