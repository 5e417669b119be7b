import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache'

export const loadBalancer = {
  albArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/todo/50dc6c495c0c9188',
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
  clientId: '5tq2h8n4k1v7s3r9d6b0f2j8m4',
}

/** Base64url as load balancers write it: with padding. */
const encode = (bytes: string | Buffer) =>
  Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_')

interface AlbToken {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly signedWith?: KeyObject
}

/**
 * The keys of the load balancers of a region, which lie one by one as PEM under their key ids, served on loopback; and tokens
 * as a load balancer makes them.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding
 */
export async function startRegion() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = randomUUID()
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(String(request.url))
    const isKnown = request.url === `/${kid}`
    response
      .writeHead(isKnown ? 200 : 403)
      .end(isKnown ? publicKey.export({ type: 'spki', format: 'pem' }) : 'AccessDenied')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** Asks this server where the region's would be asked. */
  const jwksCache = new AlbJwksCache({
    fetcher: {
      async fetch(address) {
        const { origin: of, pathname } = new URL(address)
        if (of !== 'https://public-keys.auth.elb.eu-central-1.amazonaws.com')
          throw new Error('another region')
        const answer = await fetch(`${origin}${pathname}`)
        if (!answer.ok) throw new Error(`status ${answer.status}`)
        return await answer.arrayBuffer()
      },
    },
  })

  function token({ header, claims, signedWith = privateKey }: AlbToken = {}): string {
    const exp = Math.floor(Date.now() / 1000) + 120
    const { albArn: signer, issuer: iss, clientId: client } = loadBalancer
    const head = { typ: 'JWT', kid, alg: 'ES256', iss, client, signer, exp, ...header }
    const body = { sub: 'alice', email: 'alice@example.com', username: 'alice', exp, iss, ...claims }
    const input = `${encode(JSON.stringify(head))}.${encode(JSON.stringify(body))}`
    const signature = sign('sha256', Buffer.from(input), { key: signedWith, dsaEncoding: 'ieee-p1363' })
    return `${input}.${encode(signature)}`
  }

  return {
    asked,
    jwksCache,
    token,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
