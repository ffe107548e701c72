/* What a reader has done, kept in this browser only: one JSON under one key, whose number is that of its shape.
   `done` and `optional`: the ids of steps by their lesson's; `at`: where to go on. Where the browser keeps nothing, the
   page remembers it while it is open. */

const NAME = "kvm-guide.progress."
const KEY = `${NAME}1`
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

let memory

const isId = text => typeof text === "string" && ID.test(text)

/* Of what is kept, what has the shape: anybody may have written there. */
const lists = kept => {
  const clean = Object.create(null)
  if (kept === null || typeof kept !== "object" || Array.isArray(kept)) return clean
  for (const [lesson, ids] of Object.entries(kept)) {
    if (isId(lesson) && Array.isArray(ids)) clean[lesson] = [...new Set(ids.filter(isId))]
  }
  return clean
}

const shaped = kept => {
  const at = kept?.at
  return {
    done: lists(kept?.done),
    optional: lists(kept?.optional),
    at: isId(at?.lesson) && isId(at?.step) ? { lesson: at.lesson, step: at.step } : null,
  }
}

export const read = () => {
  if (memory) return memory
  try {
    return shaped(JSON.parse(localStorage.getItem(KEY)))
  } catch {
    return shaped(null)
  }
}

/* Let `edit` change what is kept; returns whether the browser keeps it. */
export const change = edit => {
  const now = read()
  edit(now)
  try {
    localStorage.setItem(KEY, JSON.stringify(now))
    memory = undefined
  } catch {
    memory = now
  }
  return !memory
}

export const forget = () => {
  memory = undefined
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(NAME)) localStorage.removeItem(key)
  } catch { /* Nothing was kept */ }
}

/* Call `show` now, and when another tab has changed it or the browser shows this page again as it was. */
export const follow = show => {
  show()
  addEventListener("storage", event => { if (event.key === KEY || event.key === null) show() })
  addEventListener("pageshow", event => { if (event.persisted) show() })
}

export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
