-- Whether a point with this y has an order of 1, 2, 4 or 8: there are eight such points, and they have five y.
create or replace function :"auth".ed25519_small_order(y pg_catalog.numeric) returns pg_catalog.bool
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return y in (
    1,
    57896044618658097711785492504343953926634992332820282019728792003956564819948,
    0,
    2707385501144840649318225287225658788936804267575313519463743609750303402022,
    55188659117513257062467267217118295137698188065244968500265048394206261417927
  );
end
$rowauth$;
