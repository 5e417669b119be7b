/** @typedef {Awaited<ReturnType<typeof import('./people.mjs').makePeople>>} People */

async function openPage(/** @type {string} */ url, /** @type {People[number]} */ { list, cookie, mark }) {
  const response = await fetch(`${url}/lists/${list}`, { headers: { cookie } })
  if (!(await response.text()).includes(`todo 20 of ${mark}`))
    throw new Error('A page came without its todos.')
}

/**
 * Opens one page after the other, of each application in turn.
 *
 * @param {string[]} urls
 * @param {People} people
 * @param {number} pages
 * @returns {Promise<number[]>} the median of each application, in milliseconds
 */
export async function openInTurn(urls, people, pages) {
  const times = urls.map(() => /** @type {number[]} */ ([]))
  for (let page = 0; page < pages; page += 1) {
    for (const [index, url] of urls.entries()) {
      const start = performance.now()
      await openPage(url, people[page % people.length] ?? people[0])
      times[index]?.push(performance.now() - start)
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[Math.floor(pages / 2)] ?? Number.NaN)
}

/**
 * Counts round trips on the wire.
 *
 * @param {string} counterUrl
 * @param {string} url
 * @param {People} people
 * @returns {Promise<number>} round trips a page
 */
export async function roundTripsOf(counterUrl, url, people) {
  const count = async () => (await (await fetch(counterUrl)).json()).roundTrips
  const before = await count()
  for (const person of people) await openPage(url, person)
  return ((await count()) - before) / people.length
}
