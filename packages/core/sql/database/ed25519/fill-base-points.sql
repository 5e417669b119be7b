-- Takes a second or two, once: an installation that finds all entries leaves them alone.
do $rowauth$
declare
  half constant pg_catalog.int4 := 500;
  places constant pg_catalog.int4 := 26;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  lock table :"auth".ed25519_base_points in share row exclusive mode;
  if (select count(*) from :"auth".ed25519_base_points where entry between 1 and half * places) <> half * places then
    delete from :"auth".ed25519_base_points;
    -- The base point of RFC 8032, section 5.1.
    insert into :"auth".ed25519_base_points
    select m.*
    from :"auth".ed25519_multiples(
      15112221349535400772501151409588531511454012693041857206046113283949847762202,
      46316835694926478169428394003475163141307993866256225615783033603165251855960,
      half,
      places
    ) m;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
