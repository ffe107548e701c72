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

/* The best `most` sections for `text`, best first. Pagefind wants every word: where none has all of them and it is
   `lenient`, those with the rarest of the words. Gives { total, hits: [{ url, page, title, excerpt }] }. */
export const find = async (pagefind, text, { most, lenient }) => {
  let { results } = await pagefind.search(text)
  if (!results.length && lenient) {
    const words = await rarest(pagefind, text)
    for (let together = TOGETHER; together && !results.length; together--) {
      results = (await pagefind.search(words.slice(0, together).join(" "))).results
    }
  }
  const hits = await Promise.all(results.slice(0, most).map(result => result.data()))
  return { total: results.length, hits: hits.map(({ meta, excerpt }) => ({ ...meta, excerpt })) }
}
