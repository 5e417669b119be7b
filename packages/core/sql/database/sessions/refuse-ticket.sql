-- Says what is wrong with a ticket: it is over, or anything else.
create or replace function :"auth".refuse_ticket(ticket pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  body constant text := substr(ticket, 66);
begin
  if octet_length(ticket) <= 16384 and exists (
    select from :"auth".secrets s
    where s.id = left(body, 36)
      and :"auth".same_mac(:"auth".mac(s.inner_pad, s.outer_pad, 'ticket', body), substr(ticket, 2, 64))
  ) then
    perform :"auth".refuse('token_expired', 'The token of the ticket has expired.');
  end if;
  perform :"auth".refuse('ticket_refused', 'The ticket is not valid here any more. Send the token.');
end
$rowauth$;
