-- The curves of ES256 and ES384 (RFC 7518, section 3.4): y^2 = x^3 - 3x + b modulo p, with a base point (x, y) of the
-- prime order n, as in NIST SP 800-186, section 3.2.1, and SEC 2, sections 2.4.2 and 2.5.1. As the order of the whole
-- group is n, too, every point of a curve but the point at infinity has the order n: there are none of small order.
--
-- A coordinate has `octets` bytes. For tables of multiples, scalars are written with `base_digits` or `key_digits`
-- decimal digits a place: see ecdsa_digits(). With three digits, a table is seven times as large as with two, and two
-- thirds of the additions remain; that is for the base point of ES256, which is the usual one.
create or replace function :"auth".ecdsa_curve(alg pg_catalog.text)
returns table (
  crv pg_catalog.text,
  octets pg_catalog.int4,
  p pg_catalog.numeric,
  n pg_catalog.numeric,
  b pg_catalog.numeric,
  x pg_catalog.numeric,
  y pg_catalog.numeric,
  base_digits pg_catalog.int4,
  base_places pg_catalog.int4,
  base_entries pg_catalog.int4,
  key_digits pg_catalog.int4,
  key_places pg_catalog.int4
)
language plpgsql immutable strict parallel safe rows 1 set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  case alg
    when 'ES256' then
      crv := 'P-256';
      octets := 32;
      p := 115792089210356248762697446949407573530086143415290314195533631308867097853951;
      n := 115792089210356248762697446949407573529996955224135760342422259061068512044369;
      b := 41058363725152142129326129780047268409114441015993725554835256314039467401291;
      x := 48439561293906451759052585252797914202762949526041747995844080717082404635286;
      y := 36134250956749795798585127919587881956611106672985015071877198253568414405109;
      base_digits := 3;
      base_places := 26;
      base_entries := 13000;
      key_digits := 2;
      key_places := 39;
    when 'ES384' then
      crv := 'P-384';
      octets := 48;
      p := 39402006196394479212279040100143613805079739270465446667948293404245721771496870329047266088258938001861606973112319;
      n := 39402006196394479212279040100143613805079739270465446667946905279627659399113263569398956308152294913554433653942643;
      b := 27580193559959705877849011840389048093056905856361568521428707301988689241309860865136260764883745107765439761230575;
      x := 26247035095799689268623156744566981891852923491109213387815615900925518854738050089022388053975719786650872476732087;
      y := 8325710961489029985546751289520108179287853048861315594709205902480503199884419224438643760392947333078086511627871;
      base_digits := 2;
      base_places := 58;
      base_entries := 2900;
      key_digits := 2;
      key_places := 58;
    else
      return;
  end case;
  return next;
end
$rowauth$;
