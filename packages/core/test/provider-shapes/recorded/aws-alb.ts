import type { Json } from '../provider-key.js'

const clientId = '5tq2h8n4k1v7s3r9d6b0f2j8m4'
const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Xy7Zp2QmN'

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding:
 * who signs stands in the header, parts are padded, and there is no JWKS but a PEM for each key id.
 */
export function albToken({ exp, signature }: { readonly exp: number; readonly signature: Buffer }): string {
  const header: Json = {
    typ: 'JWT',
    kid: '12345678-1234-1234-1234-123456789012',
    alg: 'ES256',
    iss: issuer,
    client: clientId,
    signer: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/todo/50dc6c495c0c9188',
    exp,
  }
  const claims: Json = {
    sub: 'b3f4a8d2-7061-70aa-3c5e-91d2e4f6a8b0',
    email: 'alice@example.com',
    username: 'alice',
    exp,
    iss: issuer,
  }
  return [JSON.stringify(header), JSON.stringify(claims), signature].map(pad).join('.')
}

const pad = (part: string | Buffer) =>
  Buffer.from(part).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
