-- EMSA-PSS-VERIFY of RFC 8017, section 9.1.2, as PS256 has it (RFC 7518, section 3.5): SHA-256 for the message and for
-- MGF1, and a salt as long as the hash. `encoded` holds `encoded_bits` bits in as few bytes as they fit in.
--
--   encoded = (zeros, 01, salt) xor MGF1(hash), hash, bc     where hash = SHA-256(eight zero bytes, digest, salt)
create or replace function :"auth".rsa_pss_matches(
  encoded pg_catalog.bytea,
  encoded_bits pg_catalog.int4,
  digest pg_catalog.bytea
) returns pg_catalog.bool
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  encoded_length constant int4 := length(encoded);
  block_length constant int4 := encoded_length - 33;
  -- Bits of the first byte that are beyond the number's length.
  unused constant int4 := 8 * encoded_length - encoded_bits;
  -- Zeros and the byte 01 in front of the salt.
  padding_bits constant int4 := 8 * (block_length - 32);
  hash constant bytea := substring(encoded from block_length + 1 for 32);
  mask text;
  block varbit;
  salt bytea;
begin
  if (
    encoded_bits >= 8 * 32 + 8 * 32 + 9
    and unused between 0 and 7
    and get_byte(encoded, encoded_length - 1) = 188
    and get_byte(encoded, 0) >> (8 - unused) = 0
  ) is not true then
    return false;
  end if;

  -- MGF1: RFC 8017, appendix B.2.1.
  select string_agg(encode(sha256(hash || int4send(counter)), 'hex'), '' order by counter)
  into strict mask
  from generate_series(0, (block_length - 1) / 32) counter;
  block := ('x' || encode(substring(encoded from 1 for block_length), 'hex'))::varbit
    # ('x' || left(mask, 2 * block_length))::varbit;

  if (
    substring(block from unused + 1 for padding_bits - unused) = lpad('1', padding_bits - unused, '0')::varbit
  ) is not true then
    return false;
  end if;

  -- Bits become bytes by way of int8.
  select decode(string_agg(lpad(to_hex(part.bits::bit(64)::int8), 16, '0'), '' order by part.place), 'hex')
  into strict salt
  from (
    select place, substring(block from padding_bits + 1 + place for 64) as bits
    from generate_series(0, 192, 64) place
  ) part;

  return sha256(decode(repeat('00', 8), 'hex') || digest || salt) = hash;
end
$rowauth$;
