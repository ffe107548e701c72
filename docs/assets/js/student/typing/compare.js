/* How a typed line differs from the one that was wanted, said in kinds of slips. Nothing here touches the page. */

const QUOTES = /[“”„‟«»″‘’‚‛′´]/g
const DASHES = /[‐‑‒–—―−]+/g

const straight = text => text.replace(/[“”„‟«»″]/g, '"').replace(/[‘’‚‛′´]/g, "'")
/* A word processor makes one dash of two hyphens, too. */
const hyphens = text => text.replace(DASHES, "-").replace(/-+/g, "-")
const bare = text => text.replace(/[\s\u200b\ufeff]+/g, "")

const slip = (typed, word) => {
  const plain = straight(typed)
  if (typed.search(QUOTES) >= 0 && hyphens(plain) === hyphens(straight(word))) return "quote"
  if (typed.search(DASHES) >= 0 && hyphens(plain) === hyphens(word)) return "dash"
  return typed.toLowerCase() === word.toLowerCase() ? "case" : "other"
}

/* The words of both, beside each other with as few changes as can be: [typed or undefined, wanted or undefined]. */
const aligned = (typed, wanted) => {
  const costs = Array.from({ length: typed.length + 1 }, () => Array(wanted.length + 1).fill(0))
  const change = (i, j) => typed[i] === wanted[j] ? 0 : slip(typed[i], wanted[j]) === "other" ? 1.5 : 0.5
  for (let i = typed.length; i >= 0; i--) {
    for (let j = wanted.length; j >= 0; j--) {
      const ways = []
      if (i < typed.length) ways.push(costs[i + 1][j] + 1)
      if (j < wanted.length) ways.push(costs[i][j + 1] + 1)
      if (i < typed.length && j < wanted.length) ways.push(costs[i + 1][j + 1] + change(i, j))
      costs[i][j] = ways.length ? Math.min(...ways) : 0
    }
  }
  const pairs = []
  for (let i = 0, j = 0; i < typed.length || j < wanted.length;) {
    const both = i < typed.length && j < wanted.length
    if (both && costs[i][j] === costs[i + 1][j + 1] + change(i, j)) pairs.push([typed[i++], wanted[j++]])
    else if (i < typed.length && costs[i][j] === costs[i + 1][j] + 1) pairs.push([typed[i++], undefined])
    else pairs.push([undefined, wanted[j++]])
  }
  return pairs
}

/* The wanted words around the place where `typed` parts from them. */
const around = (typed, wanted) => {
  let at = 0
  while (at < typed.length && typed[at] === wanted[at]) at++
  const number = wanted.slice(0, at).split(/\s+/).length - 1
  return wanted.split(/\s+/).slice(Math.max(0, number - 1), number + 2).join(" ")
}

/* What is wrong with the line `typed` where `wanted` is right: nothing where only white space at the ends differs. */
export const differences = (typed, wanted) => {
  const [mine, right] = [typed.trim(), wanted.trim()]
  if (mine === right) return []
  if (bare(mine) === bare(right)) return [{ kind: "space", word: around(mine, right) }]
  const [words, rights] = [mine.split(/\s+/), right.split(/\s+/)]
  if (JSON.stringify([...words].sort()) === JSON.stringify([...rights].sort())) {
    const first = words.findIndex((word, i) => word !== rights[i])
    return [{ kind: "order", typed: words[first], word: rights[first] }]
  }
  const found = []
  let before
  for (const [word, other] of aligned(words, rights)) {
    if (other === undefined) found.push({ kind: "extra", typed: word })
    else if (word === undefined && before) found.push({ kind: "missing", word: other, before })
    else if (word === undefined) found.push({ kind: "first", word: other })
    else if (word !== other) found.push({ kind: slip(word, other), typed: word, word: other })
    before = other ?? before
  }
  return found
}
