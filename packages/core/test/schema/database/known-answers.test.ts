import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { nodeVerify } from './support/node-verify.js'
import { publishedVectors, vectorFiles } from './support/published-vectors.js'
import { decide, named, rightAnswers } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

describe.each(vectorFiles)('the published signatures of %s', (file) => {
  const cases = publishedVectors(file)

  test.each([
    ['registered keys', true],
    ['keys that are not registered', false],
  ])('are decided rightly with %s', async (_, registered) => {
    expect(named(cases, await decide(database.client, cases, registered))).toEqual(rightAnswers(cases))
  })

  test('are decided by node:crypto as they are published', () => {
    expect(named(cases, cases.map(nodeVerify))).toEqual(rightAnswers(cases))
  })
})
