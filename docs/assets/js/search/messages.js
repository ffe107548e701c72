/* The message of the table that stands in a pasted text: scripts/kvm_guide/troubles/match.py says how, and this does the
   same, step by step, with the patterns, weights and numbers (`table.rules`) that the build wrote. A test holds both together. */

const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g
const QUOTED = /(?<![^\s(\[{=:,])(['"`‘“«„])([^'"`’”»\n]{1,120}?)['"’”»`](?![\p{L}\p{N}_])/gu
const VARIES = /[/\\@0-9]/
/* How apt 3 begins what apt 2 begins with a letter. */
const BEGUN = /^(E)rror: |^(W)arning: |^(N)otice: /gm
const WORD = /[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)*/gu

const plain = word => {
  const lower = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
  return lower.length > 4 && lower.endsWith("s") ? lower.slice(0, -1) : lower
}

const sum = numbers => numbers.reduce((total, number) => total + number, 0)

export const wordsOf = text => {
  const spans = [...text.matchAll(QUOTED)].map(({ index, 0: whole, 1: quote, 2: inside }) => {
    const start = index + quote.length
    return [start, start + inside.length]
  })
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index)
  const found = []
  for (const { index, 0: chunk } of text.matchAll(/\S+/g)) {
    const varies = VARIES.test(chunk)
    for (const { index: within, 0: word } of chunk.matchAll(WORD)) {
      if (/^\p{N}+$/u.test(word)) continue
      const start = index + within
      const quoted = spans.some(([first, last]) => first <= start && start < last)
      found.push({ text: plain(word), free: varies || quoted, line: breaks.filter(end => end < start).length })
    }
  }
  return found
}

const readings = (text, { longest, narrowest }) => {
  const clean = text.replace(ESCAPES, "").normalize("NFC").replaceAll("\r", "").replace(BEGUN, "$1$2$3: ")
  const joined = clean.split("\n").map(line => line + ([...line].length >= narrowest ? "" : "\n")).join("")
  const both = joined.trimEnd() === clean.trimEnd() ? [clean] : [clean, joined]
  return both.map(one => wordsOf(one).slice(-longest))
}

const read = (words, { weights, rules }) => {
  const asked = []
  const places = []
  let hole = false
  for (const part of words.split(" ")) {
    if (part === "*") { hole = true; continue }
    const free = part.startsWith("~")
    asked.push({ text: free ? part.slice(1) : part, free })
    places.push(hole || free)
    hole = free
  }
  const told = sum(asked.filter(word => !word.free).map(word => weights[word.text]))
  if (told < rules.weak) for (const word of asked) word.free = false
  const gains = asked.map(word => weights[word.text] * (word.free ? rules.bonus : 1))
  return { asked, gains, places: [...places, hole] }
}

const align = ({ asked, gains, places }, words, rules) => {
  let best = { score: 0, first: 0, last: 0, start: 0, end: 0 }
  const nothing = [0, 0, 0]
  let above = Array(words.length + 1).fill(nothing)
  asked.forEach((word, i) => {
    const missed = (word.free ? rules.missedFree : rules.missed) * gains[i]
    const between = places[i + 1] ? rules.inPlace : rules.between
    const row = [nothing]
    words.forEach((other, j) => {
      let here = [above[j + 1][0] - missed, above[j + 1][1], above[j + 1][2]]
      const beside = row[j][0] - (other.free ? 0 : between)
      if (beside > here[0]) here = [beside, row[j][1], row[j][2]]
      if (other.text === word.text) {
        const [score, first, start] = above[j][0] > 0 ? above[j] : [0, i, j]
        if (score + gains[i] > here[0]) here = [score + gains[i], first, start]
        if (here[0] > best.score) best = { score: here[0], first: here[1], last: i, start: here[2], end: j }
      }
      row.push(here[0] > 0 ? here : nothing)
    })
    above = row
  })
  return best
}

const weight = (word, { weights, rules }) => word.free ? 0 : weights[word.text] ?? rules.unknown
const tells = (word, { weights, rules }) => (weights[word.text] ?? 0) > rules.plain

/* Whether no other program speaks in the lines of `run`. */
const ownLine = (run, outside, words, table) => {
  const [first, last] = [words[run.start].line, words[run.end].line]
  const others = outside.filter(word => first <= word.line && word.line <= last && !tells(word, table))
  return run.score >= table.rules.line * (run.score + sum(others.map(word => weight(word, table))))
}

/* Whether `run` is nearly all that the text says, and tells enough. */
const isHalf = (run, coverage, pure, { asked }, words, table) => {
  const { rules, system } = table
  let inside = words.slice(run.start, run.end + 1).map(word => word.text).join(" ")
  for (const phrase of system) inside = inside.replaceAll(phrase, "")
  const kept = new Set(inside.split(" "))
  const hit = asked.slice(run.first, run.last + 1).filter(word => kept.has(word.text) && !word.free)
  const telling = hit.filter(word => tells(word, table)).length
  if (run.score >= rules.sure && coverage >= rules.half) return hit.length > 0 && pure >= rules.pure
  if (coverage < rules.half && telling < 2) return false
  return pure >= rules.purest && hit.length >= (telling && coverage >= rules.half ? 2 : 3)
}

const look = (pattern, words, said, table) => {
  const { rules } = table
  const { asked, gains, places } = pattern
  const total = sum(gains.filter((_, i) => !asked[i].free))
  const there = sum(gains.filter((_, i) => !asked[i].free && said.has(asked[i].text)))
  if (total <= 0 || there < rules.half * total) return null
  const run = align(pattern, words, rules)
  const coverage = Math.min(1, run.score / total)
  const outside = [
    ...words.slice(0, Math.max(0, run.start - (places[run.first] ? rules.neighbours : 0))),
    ...words.slice(run.end + 1 + (places[run.last + 1] ? rules.neighbours : 0)),
  ]
  const pure = run.score / Math.max(run.score + sum(outside.map(word => weight(word, table))), rules.tiny)
  const enough = Math.min(rules.full, Math.max(rules.enough, 0.95 - 0.1 * (total - 2)))
  const whole = coverage >= enough && (
    run.score >= rules.sure
    || pure >= rules.purest
    || (run.score >= rules.least && ownLine(run, outside, words, table))
  )
  if (!whole && !isHalf(run, coverage, pure, pattern, words, table)) return null
  return { whole, score: Math.round(run.score * (1 - rules.short + rules.short * coverage) * 1000) / 1000 }
}

/* `table` as the build wrote it, in the form that `find` wants. */
export const prepare = table => ({
  ...table,
  patterns: table.patterns.map(([trouble, message, words]) => ({ trouble, message, ...read(words, table) })),
})

/* Each trouble a message of which stands in `text`, the best first: { trouble (its number), message, score, whole }. */
export const find = (text, table) => {
  const found = new Map()
  for (const words of readings(text, table.rules)) {
    const said = new Set(words.map(word => word.text))
    for (const pattern of table.patterns) {
      const one = look(pattern, words, said, table)
      const known = found.get(pattern.trouble)
      if (one && (!known || one.score > known.score)) {
        found.set(pattern.trouble, { trouble: pattern.trouble, message: pattern.message, ...one })
      }
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score || a.trouble - b.trouble)
}
