-- Whether an Ed25519 signature is genuine: RFC 8032, section 5.1.7, without the cofactor, and as strict as
-- verify_strict() of ed25519-dalek. One way to write a signature (S < L, y of R below p), no points of small order, and
-- R = S B - h A exactly, h being reduced modulo the full L. A registered key is taken from its table, another one from
-- the JWK.
create or replace function :"auth".ed25519_verify(
  key_id pg_catalog.int8,
  jwk pg_catalog.jsonb,
  alg pg_catalog.text,
  message pg_catalog.bytea,
  signature pg_catalog.bytea
) returns pg_catalog.bool
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  l constant numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
  sign_bit constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819968;

  -- Barrett's remainder, as in rsa_power(), for products below 100 p² on either side of zero: 1/p to 157 places, and the
  -- product without its last 75 digits. What comes out is congruent, and below 1.1 p on either side of zero.
  reciprocal constant numeric :=
    172723371101888892507727037256007991422320007288725627700474069403371836063305224e-157;
  cut constant int4 := -75;

  public_key bytea;
  point numeric[];
  encoded constant bytea := substring(signature from 1 for 32);
  encoded_y numeric;
  encoded_sign int4;
  s numeric;
  k numeric;
  base_entries int4[];
  key_entries int4[] := array[]::int4[];
  base_digits int4[];
  key_digits int4[];

  -- The sum so far, in extended coordinates, and the point that is added.
  x numeric := 0;
  y numeric := 1;
  z numeric := 1;
  t numeric := 0;
  y_plus_x numeric;
  y_minus_x numeric;
  xy2d numeric;
  fetched int4 := 0;
  a numeric;
  b numeric;
  c numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
begin
  if (alg in ('EdDSA', 'Ed25519') and length(signature) = 64 and message is not null) is not true then
    return false;
  end if;

  s := :"auth".bytes_to_numeric(:"auth".reverse_bytes(substring(signature from 33 for 32)));
  encoded_sign := get_byte(encoded, 31) >> 7;
  encoded_y := :"auth".bytes_to_numeric(:"auth".reverse_bytes(encoded)) - encoded_sign * sign_bit;
  if (s < l and encoded_y < p and not :"auth".ed25519_small_order(encoded_y)) is not true then
    return false;
  end if;

  if key_id is null then
    if :"auth".ed25519_key_problem(jwk, alg) is not null then
      return false;
    end if;
    public_key := :"auth".base64url_decode(jwk ->> 'x');
  else
    select r.public_key into public_key from :"auth".ed25519_keys r where r.key_id = ed25519_verify.key_id;
    if not found then
      raise exception 'the derived values of Ed25519 key % are missing', key_id using errcode = 'internal_error';
    end if;
  end if;

  k := :"auth".bytes_to_numeric(:"auth".reverse_bytes(sha512(encoded || public_key || message))) % l;

  -- Widths and places are those of the two tables.
  base_entries := :"auth".ed25519_entries(s, 3, 26);
  if key_id is null then
    point := :"auth".ed25519_decompress(public_key);
    point := :"auth".ed25519_multiply(k, p - point[1], point[2]);
    x := point[1];
    y := point[2];
    z := point[3];
    t := point[4];
  else
    key_entries := :"auth".ed25519_entries(k, 2, 39);
  end if;
  select array_agg(abs(entry)) into base_digits from unnest(base_entries) entry;
  select array_agg(abs(entry)) into key_digits from unnest(key_entries) entry;

  -- The opposite of a point has its y + x and y - x swapped, and its 2dxy negated.
  for y_plus_x, y_minus_x, xy2d in
    select
      case when m.negative then m.y_minus_x else m.y_plus_x end,
      case when m.negative then m.y_plus_x else m.y_minus_x end,
      case when m.negative then -m.xy2d else m.xy2d end
    from (
      select r.y_plus_x, r.y_minus_x, r.xy2d, -r.entry = any (base_entries) as negative
      from :"auth".ed25519_base_points r
      where r.entry = any (base_digits)
      union all
      select r.y_plus_x, r.y_minus_x, r.xy2d, -r.entry = any (key_entries)
      from :"auth".ed25519_key_points r
      where r.key_id = ed25519_verify.key_id and r.entry = any (key_digits)
    ) m
  loop
    fetched := fetched + 1;

    -- madd-2008-hwcd-3, see ed25519_multiples().
    a := (y - x) * y_minus_x;
    b := (y + x) * y_plus_x;
    c := t * xy2d;
    e := b - a;
    h := b + a;
    c := c - trunc(trunc(c, cut) * reciprocal) * p;
    e := e - trunc(trunc(e, cut) * reciprocal) * p;
    h := h - trunc(trunc(h, cut) * reciprocal) * p;
    f := z + z;
    g := f + c;
    f := f - c;
    x := e * f;
    y := g * h;
    z := f * g;
    t := e * h;
    x := x - trunc(trunc(x, cut) * reciprocal) * p;
    y := y - trunc(trunc(y, cut) * reciprocal) * p;
    z := z - trunc(trunc(z, cut) * reciprocal) * p;
    t := t - trunc(trunc(t, cut) * reciprocal) * p;
  end loop;

  -- A sum without some of its terms would be that of another key: of none at all, R = S B would do.
  if (fetched = cardinality(base_entries) + cardinality(key_entries)) is not true then
    raise exception 'the tables of Ed25519 are incomplete' using errcode = 'internal_error';
  end if;

  -- R is Y/Z, with the lowest bit of X/Z as its sign, which takes the inverse of Z.
  if ((y - encoded_y * z) % p = 0) is not true then
    return false;
  end if;
  z := (z % p + p) % p;
  x := ((x % p + p) * :"auth".inverse_modulo(z, p)) % p;
  return (x % 2 = encoded_sign) is true;
end
$rowauth$;
