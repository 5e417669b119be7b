-- Whether a signature of RS256 or PS256 is genuine: RFC 8017, sections 8.2.2 and 8.1.2. A registered key is taken from
-- its derived values, another one from the JWK.
create or replace function :"auth".rsa_verify(
  key_id pg_catalog.int8,
  jwk pg_catalog.jsonb,
  alg pg_catalog.text,
  message pg_catalog.bytea,
  signature pg_catalog.bytea
) returns pg_catalog.bool
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  key :"auth".rsa_keys;
  representative numeric;
  digest bytea;
  encoded bytea;
begin
  if key_id is null then
    if :"auth".rsa_key_problem(jwk, alg) is not null then
      return false;
    end if;
    key := :"auth".rsa_derive(null, jwk);
  else
    select k.* into key from :"auth".rsa_keys k where k.key_id = rsa_verify.key_id;
    if not found then
      raise exception 'the derived values of RSA key % are missing', key_id using errcode = 'internal_error';
    end if;
  end if;

  -- Exactly as many bytes as the modulus, and a number below it, so that a signature can be written in one way only.
  if (length(signature) = (key.modulus_bits + 7) / 8) is not true then
    return false;
  end if;
  representative := :"auth".bytes_to_numeric(signature);
  if (representative < key.modulus) is not true then
    return false;
  end if;

  digest := sha256(message);
  representative := :"auth".rsa_power(representative, key);
  if alg = 'RS256' then
    -- The encoded message is compared as a whole and never parsed: nothing in it can be anything else.
    return (representative = key.encoded_message + :"auth".bytes_to_numeric(digest)) is true;
  end if;
  if alg = 'PS256' then
    encoded := :"auth".numeric_to_bytes(representative, length(signature));
    -- The encoded message has a bit less than the modulus, which may be a byte less.
    if key.modulus_bits % 8 = 1 then
      if (get_byte(encoded, 0) = 0) is not true then
        return false;
      end if;
      encoded := substring(encoded from 2);
    end if;
    return :"auth".rsa_pss_matches(encoded, key.modulus_bits - 1, digest) is true;
  end if;
  return false;
end
$rowauth$;
