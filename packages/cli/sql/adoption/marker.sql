comment on schema rowauth is :'mark';
