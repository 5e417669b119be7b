/** False for a moment in the future, too: after the clock was set back nothing may wait for it to catch up. */
export function isWithin(period: number, moment: number): boolean {
  const age = Date.now() - moment
  return age >= 0 && age < period
}
