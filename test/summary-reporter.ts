import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one plain line that any continuous integration can read. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        // A skipped or pending test proves nothing: it counts as a failure here.
        else failed += 1
      }
      if (module.state() === 'failed' && module.errors().length > 0) failed += module.errors().length
    }
    if (failed > 0 || passed === 0) process.exitCode = 1
    // The default reporter prints its own summary in the same tick; ours is to be the last line.
    process.once('exit', () => console.log(`${passed} passed, ${failed} failed`))
  }
}
