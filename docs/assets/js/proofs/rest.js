/* The lines that a page leaves out of a long output or list, fetched when that is unfolded. They stay folded in their
   place, behind a button: what matters is among the others. Of another release's output it leaves out all. With them or without, a link leads to the whole. */

const whole = new Map()
const fetched = url => {
  if (!whole.has(url)) {
    whole.set(url, fetch(url).then(answer => answer.ok ? answer.text() : Promise.reject(answer.status)))
    whole.get(url).catch(() => whole.delete(url))
  }
  return whole.get(url)
}

/* Of another release the page holds nothing. `marks`: the numbers of the lines to look for. */
const all = (lines, marks = "") => lines.flatMap((line, number) => {
  if (!marks.split(" ").includes(String(number))) return [line, "\n"]
  const mark = document.createElement("mark")
  mark.textContent = line
  return [mark, "\n"]
}).slice(0, -1)

export const fill = async folded => {
  const lines = (await fetched(folded.querySelector(".kg-whole").href)).split("\n")
  for (const gap of folded.querySelectorAll("i.kg-gap")) {
    if (!gap.dataset.kgFrom) {
      gap.replaceWith(...all(lines, gap.dataset.kgMarks))
      continue
    }
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
