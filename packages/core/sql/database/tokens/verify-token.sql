-- Verifies a signed JWT (RFC 7519), what is cheap first and the signature last. Answers with the body of its ticket: the
-- id of the secret (36 characters), the end (16) and the claims as the issuer wrote them, in base64.
create or replace function :"auth".verify_token(token pg_catalog.text) returns pg_catalog.text
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  parts text[];
  signature bytea;
  header jsonb;
  claims jsonb;
  claims_text text;
  ends timestamptz;
  key record;
begin
  if (token <> '') is not true then
    perform :"auth".refuse('token_missing', 'There is no token.');
  end if;
  if octet_length(token) > 16384 then
    perform :"auth".refuse('token_too_large', 'The token is longer than 16384 bytes.');
  end if;

  parts := string_to_array(token, '.');
  begin
    signature := :"auth".base64url_decode(parts[3]);
    header := convert_from(:"auth".base64url_decode(parts[1]), 'UTF8')::jsonb;
    claims_text := convert_from(:"auth".base64url_decode(parts[2]), 'UTF8');
    claims := claims_text::jsonb;
  exception
    when others then
      if sqlstate = '22P05' and claims_text is null or :"auth".is_unstorable(claims_text) then
        perform :"auth".refuse('token_claims_invalid', 'The claims hold what this database cannot store.');
      end if;
      -- The parser's message quotes the token.
      header := null;
  end;
  if (
    cardinality(parts) = 3 and signature is not null
    and jsonb_typeof(header) = 'object' and jsonb_typeof(claims) = 'object'
  ) is not true then
    perform :"auth".refuse_malformed();
  end if;
  perform :"auth".check_header(header, length(signature) > 0);

  select * into key from :"auth".token_key(header, claims);
  perform :"auth".check_claims(claims);
  ends := :"auth".check_times(claims);
  if key.issuer_differs then
    perform :"auth".refuse(
      'token_issuer_mismatch', 'The "iss" claim of the token is missing or not an accepted issuer.'
    );
  end if;
  if (
    key.audience is null
    or exists (select from unnest(key.audience) accepted where claims -> 'aud' @> to_jsonb(accepted))
  ) is not true then
    perform :"auth".refuse(
      'token_audience_mismatch', 'The "aud" claim of the token is missing or names no accepted audience.'
    );
  end if;
  if :"auth".verify_with_key(
    key.id, key.jwk, key.alg, convert_to(parts[1] || '.' || parts[2], 'UTF8'), signature
  ) is not true then
    perform :"auth".refuse('token_signature_invalid', 'The signature of the token does not match its content.');
  end if;
  -- It costs more than a signature can, and whoever has none is refused by now.
  perform :"auth".check_claims_text(claims_text);
  return key.secret_id || :"auth".instant(least(ends, key.not_after))
    || translate(encode(convert_to(claims_text, 'UTF8'), 'base64'), chr(10), '');
end
$rowauth$;
