/* The pages' sections that have what is searched for: Pagefind's index, fetched in small pieces. */

const MOST_WORDS = 12
const TOGETHER = 3

const wordsOf = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]{3,}/gu) ?? []

/* Whether `hit` has every word of `text`, in some form of it. For a word that no page has, Pagefind takes shorter and
   shorter beginnings of it, down to a letter. */
const has = (hit, text) => {
  const there = wordsOf(`${hit.title} ${hit.page} ${hit.url} ${hit.content}`)
  return wordsOf(text).every(word => {
    const beginning = word.slice(0, Math.max(3, word.length >> 1))
    return there.some(one => one.startsWith(beginning))
  })
}

const search = async (pagefind, text, most) => {
  const { results } = await pagefind.search(text)
  const loaded = await Promise.all(results.slice(0, most).map(result => result.data()))
  const all = loaded.map(({ meta, excerpt, content }) => ({ ...meta, excerpt, content }))
  const hits = all.filter(hit => has(hit, text))
  return { total: results.length - (all.length - hits.length), hits }
}

/* The words of `text` that tell most: those that the fewest sections have. */
const rarest = async (pagefind, text) => {
  const words = [...new Set(wordsOf(text))].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS)
  const counted = []
  for (const word of words) {
    const { total, hits } = await search(pagefind, word, 1)
    if (hits.length) counted.push({ word, total })
  }
  return counted.sort((a, b) => a.total - b.total).map(({ word }) => word)
}

/* The engine that is at `url`. Its own addresses are not used: each section carries its own. */
export const load = async url => {
  const pagefind = await import(url)
  // Where a section is says nothing of what it tells
  await pagefind.options({ excerptLength: 24, ranking: { metaWeights: { url: 0 } } })
  await pagefind.init()
  return pagefind
}

/* The best `most` sections that have all words of `text`, best first: { total, hits: [{ url, page, title, excerpt }] }. */
export const find = async (pagefind, text, most) => {
  const { total, hits } = await search(pagefind, text, most)
  return hits.length ? { total, hits } : { total: 0, hits }
}

/* The same for a text of which no section has all words: those with the rarest of them, but none of the pages in
   `without`. */
export const findSome = async (pagefind, text, most, without) => {
  const words = (await rarest(pagefind, text)).slice(0, TOGETHER)
  for (const query of [words.join(" "), words.slice(0, 2).join(" "), ...words]) {
    if (!query) continue
    const found = await search(pagefind, query, 2 * most)
    const hits = found.hits.filter(hit => !without.has(hit.url.split("#")[0])).slice(0, most)
    if (hits.length) return { total: hits.length, hits }
  }
  return { total: 0, hits: [] }
}
