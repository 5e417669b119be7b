grant select, update on invoices to service;
