-- Last, so that an installation which broke off does not look finished.
comment on schema :"auth" is :'mark';
