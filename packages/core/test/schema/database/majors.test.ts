import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { majors } from '../support/database.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { publishedVectors, vectorFiles } from './support/published-vectors.js'
import { decide, named, rightAnswers } from './support/signature-case.js'

describe.each(majors)('published signatures on PostgreSQL %i', (version) => {
  const cases = vectorFiles.flatMap(publishedVectors)
  let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

  beforeAll(async () => {
    database = await databaseWithAlgorithms(version)
  })

  afterAll(() => database.close())

  test.each([
    ['registered keys', true],
    ['keys that are not registered', false],
  ])(
    'are decided rightly with %s',
    async (_, registered) => {
      expect(named(cases, await decide(database.client, cases, registered))).toEqual(rightAnswers(cases))
    },
    120_000,
  )
})
