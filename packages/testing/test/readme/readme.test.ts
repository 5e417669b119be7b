import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const text = (relative: string) => readFileSync(new URL(relative, import.meta.url), 'utf8')

it('shows the test file beside this one, as it is', () => {
  expect(text('../../README.md')).toContain(`\`\`\`ts\n${text('./policies.test.ts')}\`\`\`\n`)
})
