-- scalar * (base point) + key_scalar * (x, y), as ecdsa_sum() gives it, without a table of (x, y) and without
-- exceptions: double and add (Hankerson, Menezes and Vanstone, Guide to Elliptic Curve Cryptography, algorithm 3.27)
-- with complete formulas. The result is x / z; z is 0 modulo p for the point at infinity.
create or replace function :"auth".ecdsa_complete_sum(
  alg pg_catalog.text,
  scalar pg_catalog.numeric,
  point_x pg_catalog.numeric,
  point_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric,
  out x pg_catalog.numeric,
  out z pg_catalog.numeric
)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  curve record;
  bytes bytea;
  inverse numeric;
  point constant numeric[] := array[point_x, point_y, 1];
  sum numeric[] := array[0, 1, 0];
  multiple numeric[];
begin
  select * into strict curve from :"auth".ecdsa_curve(alg);
  inverse := round(1, 2 * length(curve.p::text) + 6) / curve.p;
  bytes := :"auth".numeric_to_bytes(key_scalar, curve.octets);

  for place in 0 .. 8 * curve.octets - 1 loop
    sum := :"auth".ecdsa_add(sum, sum, curve.p, inverse, curve.b);
    -- From the highest bit of the first byte on.
    if (get_byte(bytes, place / 8) >> (7 - place % 8)) & 1 = 1 then
      sum := :"auth".ecdsa_add(sum, point, curve.p, inverse, curve.b);
    end if;
  end loop;

  for multiple in
    select array[known.x, case when digit.negative then - known.y else known.y end, 1]
    from :"auth".ecdsa_digits(scalar, curve.digits, curve.places) digit
    left join :"auth".ecdsa_base_points known on known.alg = ecdsa_complete_sum.alg and known.entry = digit.entry
  loop
    if multiple[1] is null then
      raise exception 'a multiple of a point is missing from the tables' using errcode = 'data_corrupted';
    end if;
    sum := :"auth".ecdsa_add(sum, multiple, curve.p, inverse, curve.b);
  end loop;

  x := sum[1];
  z := sum[3];
end
$rowauth$;
