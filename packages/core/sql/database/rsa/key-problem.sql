-- Why an RSA public key (RFC 7518, section 6.3.1) is refused, or NULL. FIPS 186-5, section 5.1, asks for 2048 bits and
-- more, and for an odd exponent above 2^16; the upper limits bound what one signature costs.
create or replace function :"auth".rsa_key_problem(jwk pg_catalog.jsonb, alg pg_catalog.text)
returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- 4096 bits are 683 characters; leave room for a leading zero byte, which some issuers write.
  longest constant int4 := 700;
  modulus bytea;
  exponent bytea;
  modulus_bits int4;
  exponent_bits int4;
begin
  if (alg in ('RS256', 'PS256')) is not true then
    return 'the algorithm is not RS256 or PS256';
  end if;
  if (jsonb_typeof(jwk) = 'object' and jwk ->> 'kty' = 'RSA') is not true then
    return 'the key is not an RSA key';
  end if;
  if (jsonb_typeof(jwk -> 'n') = 'string' and jsonb_typeof(jwk -> 'e') = 'string') is not true then
    return 'the modulus or the exponent is missing';
  end if;
  if (length(jwk ->> 'n') <= longest) is not true then
    return 'the modulus has more than 4096 bits';
  end if;
  if (length(jwk ->> 'e') <= longest) is not true then
    return 'the exponent has more than 63 bits';
  end if;

  modulus := :"auth".base64url_decode(jwk ->> 'n');
  exponent := :"auth".base64url_decode(jwk ->> 'e');
  if modulus is null or exponent is null then
    return 'the modulus or the exponent is not base64url';
  end if;

  modulus_bits := :"auth".bit_length_of(modulus);
  exponent_bits := :"auth".bit_length_of(exponent);
  return case
    when (modulus_bits >= 2048) is not true then 'the modulus has fewer than 2048 bits'
    when (modulus_bits <= 4096) is not true then 'the modulus has more than 4096 bits'
    when (get_byte(modulus, length(modulus) - 1) % 2 = 1) is not true then 'the modulus is even'
    when (exponent_bits >= 17) is not true then 'the exponent is less than 65537'
    when (exponent_bits <= 63) is not true then 'the exponent has more than 63 bits'
    when (get_byte(exponent, length(exponent) - 1) % 2 = 1) is not true then 'the exponent is even'
  end;
end
$rowauth$;
