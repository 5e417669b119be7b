-- The values that verifying takes from a public key which rsa_key_problem() has found no fault with.
create or replace function :"auth".rsa_derive(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns :"auth".rsa_keys
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- DER of DigestInfo up to the hash, for SHA-256: RFC 8017, section 9.2, note 1.
  digest_info constant text := '3031300d060960864801650304020105000420';
  hash_bytes constant int4 := 32;
  modulus constant bytea := :"auth".base64url_decode(jwk ->> 'n');
  key :"auth".rsa_keys;
  places int4;
begin
  key.key_id := key_id;
  key.modulus := :"auth".bytes_to_numeric(modulus);
  key.exponent := :"auth".bytes_to_numeric(:"auth".base64url_decode(jwk ->> 'e'));
  key.modulus_bits := :"auth".bit_length_of(modulus);
  key.modulus_digits := length(key.modulus::text);

  -- Of 1 / modulus the digits that rsa_power() needs. As a text, since division would stop at a scale of 1000.
  places := 2 * key.modulus_digits + 2;
  key.reciprocal :=
    ('0.' || lpad(div(('1' || repeat('0', places))::numeric, key.modulus)::text, places, '0'))::numeric;

  -- The whole encoded message of RS256 with a hash of zero: 00 01 ff … ff 00, DigestInfo, hash.
  key.encoded_message := :"auth".bytes_to_numeric(decode(
    '0001'
      || repeat('ff', (key.modulus_bits + 7) / 8 - 3 - length(digest_info) / 2 - hash_bytes)
      || '00' || digest_info || repeat('00', hash_bytes),
    'hex'
  ));
  return key;
end
$rowauth$;
