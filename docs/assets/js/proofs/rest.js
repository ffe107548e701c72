/* The lines that a page leaves out of a long output or list, fetched when that is unfolded. They stay folded in their
   place, behind a button: what matters is among the others. Of another release's output it leaves out all. With them or
   without, a link leads to the whole. */

import { students } from "../student/students.js"

const whole = new Map()
const fetched = url => {
  if (!whole.has(url)) {
    whole.set(url, fetch(url).then(answer => answer.ok ? answer.text() : Promise.reject(answer.status)))
    whole.get(url).catch(() => whole.delete(url))
  }
  return whole.get(url)
}

const marked = line => {
  const mark = document.createElement("mark")
  mark.textContent = line
  return mark
}

/* Of another release the page holds nothing of it: the address says of which step on which one it is. */
const ELSEWHERE = /\/debian-([^/]+)\/([^/]+)\.txt$/
const all = async (folded, text, [, release, step]) => {
  const known = await students().catch(() => undefined)
  const numbers = known?.looked_for[release]?.[step] ?? []
  const pre = document.createElement("pre")
  pre.className = "kg-output"
  pre.tabIndex = 0
  pre.setAttribute("role", "group")
  pre.ariaLabel = folded.querySelector("summary").textContent
  pre.append(...text.trimEnd().split("\n").flatMap((line, number) => [numbers.includes(number) ? marked(line) : line, "\n"]))
  if (!folded.querySelector("pre")) folded.querySelector("summary").after(pre)
}

export const fill = async folded => {
  const { href } = folded.querySelector(".kg-whole")
  const text = await fetched(href)
  const elsewhere = href.match(ELSEWHERE)
  if (elsewhere) return all(folded, text, elsewhere)
  const lines = text.split("\n")
  for (const gap of folded.querySelectorAll("i.kg-gap")) {
    const from = Number(gap.dataset.kgFrom)
    const until = from + Number(gap.textContent.match(/\d+/))
    const rest = document.createElement("span")
    rest.hidden = true
    rest.textContent = `\n${lines.slice(from, until).join("\n")}`
    const button = document.createElement("button")
    button.type = "button"
    button.className = "kg-gap"
    button.textContent = gap.textContent
    button.setAttribute("aria-expanded", "false")
    gap.replaceWith(button, rest)
  }
}

/* Wherever it is: the presentation and the terminal show copies. */
document.addEventListener("click", event => {
  const button = event.target.closest("button.kg-gap")
  if (!button) return
  const rest = button.nextElementSibling
  rest.hidden = !rest.hidden
  button.setAttribute("aria-expanded", String(!rest.hidden))
})
