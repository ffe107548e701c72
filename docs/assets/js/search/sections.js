/* The pages' sections that have what is searched for: Pagefind's index, fetched in small pieces. */

const MOST_WORDS = 12
const TOGETHER = 3

/* The words of `text` that tell most: those that the fewest sections have. */
const rarest = async (pagefind, text) => {
  const words = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}._-]*/gu) ?? [])]
  const longest = words.filter(word => word.length > 2).sort((a, b) => b.length - a.length).slice(0, MOST_WORDS)
  const counted = []
  for (const word of longest) {
    const { results } = await pagefind.search(word)
    if (results.length) counted.push({ word, times: results.length })
  }
  return counted.sort((a, b) => a.times - b.times).map(({ word }) => word)
}

/* The engine that is at `url`. Its own addresses are not used: each section carries its own. */
export const load = async url => {
  const pagefind = await import(url)
  await pagefind.options({ excerptLength: 24 })
  await pagefind.init()
  return pagefind
}

const shown = async (results, most) => {
  const hits = await Promise.all(results.slice(0, most).map(result => result.data()))
  return hits.map(({ meta, excerpt }) => ({ ...meta, excerpt }))
}

/* The best `most` sections that have all words of `text`, best first: { total, hits: [{ url, page, title, excerpt }] }. */
export const find = async (pagefind, text, most) => {
  const { results } = await pagefind.search(text)
  return { total: results.length, hits: await shown(results, most) }
}

/* The same for a text of which no section has all words: those with the rarest of them, but none of the pages in
   `without`. */
export const findSome = async (pagefind, text, most, without) => {
  const words = await rarest(pagefind, text)
  for (let together = Math.min(TOGETHER, words.length); together; together--) {
    const { results } = await pagefind.search(words.slice(0, together).join(" "))
    const hits = (await shown(results, most)).filter(hit => !without.has(hit.url.split("#")[0]))
    if (hits.length) return { total: hits.length, hits }
  }
  return { total: 0, hits: [] }
}
