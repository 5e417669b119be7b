-- The steps that lead to base_scalar * (base point) + key_scalar * (key_x, key_y) from the point at infinity on: double
-- what there is, or add a point to it. The points come from the tables; without a key id, (key_x, key_y) is multiplied by
-- doublings. An addition without a point stands for a row that a table ought to have.
create or replace function :"auth".ecdsa_steps(
  alg pg_catalog.text,
  base_scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_x pg_catalog.numeric,
  key_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric
)
returns table (doubling pg_catalog.bool, x pg_catalog.numeric, y pg_catalog.numeric)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $rowauth$
declare
  curve record;
  once bytea;
  thrice bytea;
  bit int4;
  digit int4;
begin
  select * into strict curve from :"auth".ecdsa_curve(alg);

  -- `limit 1` has the planner look up each row in the index, whatever it knows about the table.
  if key_id is not null then
    return query
      select false, point.x, case when digit.negative then - point.y else point.y end
      from :"auth".ecdsa_digits(key_scalar, curve.key_digits, curve.key_places) digit
      left join lateral (
        select known.x, known.y
        from :"auth".ecdsa_key_points known
        where known.key_id = ecdsa_steps.key_id and known.entry = digit.entry
        limit 1
      ) point on true;
  else
    -- The non-adjacent form: of its digits -1, 0 and 1, two thirds are 0. The digit of 2^(i-1) is bit i of three times
    -- the scalar less bit i of the scalar (Reitwiesner, Binary Arithmetic, Advances in Computers 1, 1960).
    once := :"auth".numeric_to_bytes(key_scalar, curve.octets + 1);
    thrice := :"auth".numeric_to_bytes(3 * key_scalar, curve.octets + 1);
    for i in reverse 8 * curve.octets + 1 .. 1 loop
      doubling := true;
      x := null;
      y := null;
      return next;

      -- get_bit() counts from the first byte on, and within a byte from the lowest bit.
      bit := 8 * (curve.octets - i / 8) + i % 8;
      digit := get_bit(thrice, bit) - get_bit(once, bit);
      continue when digit = 0;
      doubling := false;
      x := key_x;
      y := digit * key_y;
      return next;
    end loop;
  end if;

  return query
    select false, point.x, case when digit.negative then - point.y else point.y end
    from :"auth".ecdsa_digits(base_scalar, curve.base_digits, curve.base_places) digit
    left join lateral (
      select known.x, known.y
      from :"auth".ecdsa_base_points known
      where known.alg = ecdsa_steps.alg and known.entry = digit.entry
      limit 1
    ) point on true;
end
$rowauth$;
