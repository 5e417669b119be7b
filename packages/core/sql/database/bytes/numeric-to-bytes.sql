-- A non-negative integer as `length` bytes, big-endian: I2OSP of RFC 8017, section 4.1.
create or replace function :"auth".numeric_to_bytes(value pg_catalog.numeric, length pg_catalog.int4)
returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- Six bytes at a time: a divisor of four of the decimal digits of `numeric`, in base 10000, has a fast path.
  base constant numeric := 281474976710656;
  chunks constant int4 := (length + 5) / 6;
  rest numeric := value;
  quotient numeric;
  hex text := '';
begin
  -- NaN is larger than infinity.
  if (value >= 0 and value < 'Infinity' and value = trunc(value) and length >= 0) is not true then
    raise exception 'only a non-negative integer has big-endian bytes' using errcode = 'numeric_value_out_of_range';
  end if;

  for chunk in 1 .. chunks loop
    quotient := div(rest, base);
    hex := lpad(to_hex((rest - quotient * base)::int8), 12, '0') || hex;
    rest := quotient;
  end loop;

  -- What the first chunk has too much.
  if rest <> 0 or left(hex, 12 * chunks - 2 * length) <> repeat('0', 12 * chunks - 2 * length) then
    raise exception 'the integer does not fit into the bytes' using errcode = 'numeric_value_out_of_range';
  end if;
  return decode(right(hex, 2 * length), 'hex');
end
$rowauth$;
