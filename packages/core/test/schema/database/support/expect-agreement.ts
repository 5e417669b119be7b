import type pg from 'pg'
import { expect } from 'vitest'
import { nodeVerify } from './node-verify.js'
import { decide, named, rightAnswers, type SignatureCase } from './signature-case.js'

/**
 * The right answer is that of `node:crypto`; `genuine` names the cases that it is expected to accept. The database has to
 * give it for registered keys, and for others.
 */
export async function expectAgreement(
  client: pg.Client,
  cases: readonly Omit<SignatureCase, 'genuine'>[],
  genuine: readonly string[],
): Promise<void> {
  const compared = cases.map((each) => ({ ...each, genuine: nodeVerify(each) }))
  expect(compared.filter((each) => each.genuine).map(({ name }) => name)).toEqual(genuine)
  for (const registered of [true, false]) {
    expect(named(compared, await decide(client, compared, registered))).toEqual(rightAnswers(compared))
  }
}
