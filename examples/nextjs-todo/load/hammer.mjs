import autocannon from 'autocannon'

/**
 * Opens everybody's list over 50 connections, each of one person, and looks at every answer for rows of others.
 *
 * @param {string} url
 * @param {Awaited<ReturnType<typeof import('./people.mjs').makePeople>>} people
 * @param {number} seconds
 */
export async function hammer(url, people, seconds) {
  let wrong = 0
  let foreign = 0
  let next = 0
  const result = await autocannon({
    url,
    connections: 50,
    duration: seconds,
    setupClient(client) {
      const { list, mark, cookie } = people[next % people.length] ?? people[0]
      next += 1
      const onResponse = (/** @type {number} */ status, /** @type {string} */ body) => {
        if (status !== 200 || !body.includes(`todo 20 of ${mark}`)) wrong += 1
        const marks = new Set(body.match(/mark-[0-9a-f-]{36}/g))
        marks.delete(mark)
        if (marks.size > 0) foreign += 1
      }
      client.setRequests([{ method: 'GET', path: `/lists/${list}`, headers: { cookie }, onResponse }])
    },
  })
  const { requests, latency, errors, timeouts, non2xx } = result
  return {
    perSecond: requests.average,
    total: requests.total,
    median: latency.p50,
    p99: latency.p99,
    failed: errors + timeouts + non2xx + wrong,
    foreign,
  }
}
