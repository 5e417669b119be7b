import { createVerifier, providers } from '@rowauth/core'
import { expect, test } from 'vitest'
import { albToken } from './recorded/aws-alb.js'

const exp = Math.floor(Date.now() / 1000) + 120
const token = albToken({ exp, signature: Buffer.alloc(64, 1) })
const verifier = createVerifier(
  providers.cognito({ region: 'eu-central-1', userPoolId: 'eu-central-1_Xy7Zp2QmN' }),
)

test('what an AWS load balancer signs is no JWT, and the verifier says what to do', async () => {
  expect(token).toMatch(/=/)
  await expect(verifier.verify(token)).rejects.toMatchObject({
    code: 'token_malformed',
    message: expect.stringMatching(/padded with "=".*x-amzn-oidc-data.*aws-jwt-verify.*trustClaims/),
  })
})

test.each(['a=.b.c', 'a.b=.c', 'a.b.c==', '=.b.c', 'a===.b.c', 'a.b', 'a=b.c.d', '====', 'a.b.c=\n'])(
  '%j is malformed, padded or not',
  async (text) => {
    await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'token_malformed' })
  },
)

test('no error holds a part of it', async () => {
  const error = await verifier.verify(token).catch((reason) => reason)
  for (const part of token.split('.')) {
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(part)
  }
})
