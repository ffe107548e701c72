/* A lesson's page: its steps ticked as done, how many are, where the reader was. What few use comes when asked for. */

import { change, fill, follow, read } from "./store.js"

const head = document.querySelector("[data-kg-lesson]")
const lesson = head.dataset.kgLesson
const next = head.querySelector("[data-kg-next]")
const count = head.querySelector("[data-kg-count]")

/* What a script alone makes work, a script makes: to tick a step, to practise it, and its short link's QR code, which a
   folder's pages have no use for. */
const controls = own => {
  const optional = "kgOptional" in own.dataset
  const box = document.createElement("input")
  box.type = "checkbox"
  box.autocomplete = "off"
  box.dataset.kgDone = optional ? "optional" : ""
  const label = document.createElement("label")
  label.append(box, optional ? head.dataset.doneOptional : head.dataset.done)
  const type = document.createElement("button")
  type.type = "button"
  type.dataset.kgType = ""
  type.textContent = head.dataset.typeIt
  type.setAttribute("aria-expanded", "false")
  own.prepend(label, type)
  if (!location.protocol.startsWith("http")) return
  const share = document.createElement("a")
  share.href = `${head.dataset.short}${own.closest("[data-step]").dataset.step}/`
  share.dataset.kgShare = ""
  share.textContent = head.dataset.share
  type.after(share)
}
document.querySelectorAll(".kg-own").forEach(controls)

const boxes = new Map(
  [...document.querySelectorAll("[data-kg-done]")].map(box => [box.closest("[data-step]").dataset.step, box]),
)
const kindOf = box => box.dataset.kgDone === "optional" ? "optional" : "done"
const counted = [...boxes].filter(([, box]) => kindOf(box) === "done").map(([id]) => id)

const show = () => {
  const kept = read()
  for (const [id, box] of boxes) box.checked = (kept[kindOf(box)][lesson] ?? []).includes(id)
  if (!count) return
  const open = counted.filter(id => !boxes.get(id).checked)
  const done = counted.length - open.length
  head.querySelector("progress").value = done
  count.textContent = fill(head.dataset.count, { done, total: counted.length })
  next.hidden = !done || !open.length
  next.hash = open[0] ?? ""
}

/* To go on at `step`, or at the first one after it that is not done. */
const goOn = (kept, step) => {
  const after = counted.slice(Math.max(0, counted.indexOf(step))).find(id => !boxes.get(id).checked)
  kept.at = { lesson, step: after ?? step }
}

let warned = false
const ticked = (step, box) => {
  const kept = change(now => {
    // What the lesson no longer has is not counted
    const known = (now[kindOf(box)][lesson] ?? []).filter(id => boxes.has(id) && id !== step)
    now[kindOf(box)][lesson] = box.checked ? [...known, step] : known
    if (box.checked) goOn(now, step)
  })
  show()
  if (!kept && !warned) tell(box.closest(".kg-own"), head.dataset.notKept)
  warned = true
}
for (const [step, box] of boxes) box.addEventListener("change", () => ticked(step, box))

/* Where the reader was: at the last step whose head is on the screen, or above it. */
addEventListener("pagehide", () => {
  const seen = [...boxes.keys()].filter(id => document.getElementById(id).getBoundingClientRect().top < innerHeight / 2)
  if (seen.length) change(kept => goOn(kept, seen.at(-1)))
})

const tell = (place, text) => {
  const note = document.createElement("p")
  note.className = "kg-note"
  note.setAttribute("role", "alert")
  place.append(note)
  note.textContent = text
}

/* What the terminal and the presentation say, and why each step is there: all of it is on the page of all steps. */
let words
const said = () => words ??= fetch(new URL(head.dataset.words, document.baseURI))
  .then(answer => answer.ok ? answer.text() : Promise.reject(answer.status))
  .then(html => new DOMParser().parseFromString(html, "text/html"))
  .then(page => ({
    words: { ...page.querySelector("[data-kg-student]").dataset },
    why: new Map(
      [...page.querySelectorAll("[data-kg-why]")].map(row => [row.querySelector("a").hash.slice(1), row.dataset.kgWhy]),
    ),
  }))

/* The first use waits for the code and its words; whoever clicks again meanwhile asks for nothing new. */
const busy = new Set()
const use = async (button, code, start) => {
  if (busy.has(button)) return
  busy.add(button)
  let loaded
  try {
    loaded = await Promise.all([code(), said()])
  } catch {
    words = undefined
    tell(button.parentElement, head.dataset.failed)
    return
  } finally {
    busy.delete(button)
  }
  start(...loaded)
}

const present = () => use(
  head.querySelector("[data-kg-present]"),
  () => import("./present.js"),
  (code, texts) => code.open(texts, head),
)
document.addEventListener("click", event => {
  const button = event.target.closest("[data-kg-type], [data-kg-present], [data-kg-play], .kg-own > a:not([data-kg-share])")
  if (!button) return
  if (button.matches("a")) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    import("./differs.js").then(code => code.lead(button)).catch(() => { location.href = button.href })
  }
  else if ("kgPresent" in button.dataset) present()
  else if ("kgPlay" in button.dataset) {
    const ready = () => import("./session.js").then(code => code.ready())
    use(button, ready, (code, texts) => code.toggle(button, texts.words))
  }
  else use(button, () => import("./typing/terminal.js"), (code, texts) => code.toggle(button, texts.words))
})

follow(show)
/* A teacher's link opens the presentation at its step. */
if (new URLSearchParams(location.search).has("present")) present()
