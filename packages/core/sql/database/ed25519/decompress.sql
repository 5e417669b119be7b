-- The point (x, y) of an encoded one, or NULL where there is none: RFC 8032, section 5.1.3. Only the canonical encoding
-- counts, with y < p and no sign for x = 0.
create or replace function :"auth".ed25519_decompress(encoded pg_catalog.bytea) returns pg_catalog.numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  d constant numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
  root_of_minus_1 constant numeric :=
    19681161376707505956807079304988542015446066515923890162744021073123829784752;
  sign_bit constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819968;
  sign int4;
  x numeric;
  y numeric;
  u numeric;
  v numeric;
  base numeric;
  power numeric;
  ones int4 := 1;
begin
  if length(encoded) <> 32 then
    return null;
  end if;
  y := :"auth".bytes_to_numeric(:"auth".reverse_bytes(encoded));
  sign := get_byte(encoded, 31) >> 7;
  y := y - sign * sign_bit;
  if y >= p then
    return null;
  end if;

  -- x² = u / v, and the candidate for its root is x = u v³ (u v⁷)^((p - 5) / 8).
  u := (y * y - 1 + p) % p;
  v := (y * y % p * d + 1) % p;
  base := v * v % p;
  base := base * base % p * base % p * v % p * u % p;

  -- (p - 5) / 8 = 2^252 - 3 = 4 (2^250 - 1) + 1. `power` is `base` to a number of as many binary ones as `ones` says.
  -- They are doubled in number, and made one more where the next bit of 250 = 11111010 in binary is set.
  power := base;
  for bit in 2 .. 8 loop
    x := power;
    for squaring in 1 .. ones loop
      x := x * x % p;
    end loop;
    power := x * power % p;
    ones := 2 * ones;
    if substr('11111010', bit, 1) = '1' then
      power := power * power % p * base % p;
      ones := ones + 1;
    end if;
  end loop;
  power := power * power % p;
  power := power * power % p * base % p;
  x := u * v % p * v % p * v % p * power % p;

  base := x * x % p * v % p;
  if base <> u then
    if (base + u) % p <> 0 then
      return null;
    end if;
    x := x * root_of_minus_1 % p;
  end if;

  if x = 0 and sign = 1 then
    return null;
  end if;
  if x % 2 <> sign then
    x := p - x;
  end if;
  return array[x, y];
end
$rowauth$;
