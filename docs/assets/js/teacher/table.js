/* The reports of a class as a table and as CSV: what scripts/kvm_guide/helper/output/class_table.py does, cell by cell. */

const CHAPTER = /^([0-9]{1,3}): ([0-9]{1,4})\/([0-9]{1,4})$/
/* What a spreadsheet would take for a formula, in a cell or behind what some take for the end of one. */
const FORMULA = /(^|;)( *)(?=[=+\-@＝＋－＠])/g
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu

const field = (sent, name) => sent.report.fields.get(name) ?? ""

/* Whether `one` counts rather than `other`, which came before it. */
const better = (one, other) => {
  if (!one.report.slip !== !other.report.slip) return !one.report.slip
  return field(one, "date") >= field(other, "date")
}

/* A row for each name in `sent`, [{ file, report }], and for each report without one: { counts, others }, in their order. */
export const rows = sent => {
  const same = new Map()
  sent.forEach((one, place) => {
    const key = field(one, "name").toLowerCase() || place
    same.set(key, [...same.get(key) ?? [], place])
  })
  const found = [...same.values()].map(places => {
    const best = places.reduce((kept, place) => better(sent[place], sent[kept]) ? place : kept)
    const others = places.filter(place => place !== best).map(place => sent[place])
    return { best, counts: sent[best], others }
  })
  return found.sort((one, other) => one.best - other.best)
}

const chaptersOf = sent => new Map(field(sent, "chapters").split(", ").flatMap(part => {
  const one = CHAPTER.exec(part)
  return one ? [[Number(one[1]), [Number(one[2]), Number(one[3])]]] : []
}))

const line = ({ counts, others }, numbers, words) => {
  const chapters = chaptersOf(counts)
  const sum = part => chapters.size ? [...chapters.values()].reduce((all, pair) => all + pair[part], 0) : ""
  return [
    ...["name", "date", "debian"].map(name => field(counts, name)),
    sum(0),
    sum(1),
    ...numbers.map(number => chapters.get(number)?.[0] ?? ""),
    counts.report.slip ? words.no : words.yes,
    counts.report.slip ?? "",
    counts.file,
    others.map(other => other.file).join(", "),
  ]
}

/* The cells of `made`, the head first: what could be a formula is none, and each is one line. */
export const table = (made, words) => {
  const numbers = [...new Set(made.flatMap(row => [...chaptersOf(row.counts).keys()]))].sort((one, other) => one - other)
  const head = Object.entries(words.columns).flatMap(
    ([key, text]) => (key === "chapter" ? numbers : [0]).map(number => text.replace("{number}", number)),
  )
  return [head, ...made.map(row => line(row, numbers, words))].map(
    cells => cells.map(cell => String(cell).replace(UNPRINTABLE, "\ufffd").replace(FORMULA, "$1$2'")),
  )
}

export const csv = cells => cells.map(
  row => `${row.map(cell => /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell).join(",")}\n`,
).join("")
