/* Where a reader is led whose output is another: to the troubles of the step, unfolded in place of its link, else to a
   report that begins with what the page knows, else to all messages. */

import { there } from "./release.js"
import { fill } from "./store.js"
import { students } from "./students.js"

const make = (name, ...children) => {
  const element = document.createElement(name)
  element.append(...children)
  return element
}

const led = ([url, title]) => {
  const link = make("a", title)
  link.href = url
  return make("li", link)
}

const unfold = (link, known, { asked, none, all }) => {
  const list = make("ul", ...[...known, [all, none]].map(led))
  const part = make("details", make("summary", link.textContent), make("p", asked), list)
  part.className = "kg-changes"
  part.open = true
  link.replaceWith(part)
  part.querySelector("summary").focus()
}

export const lead = async link => {
  const said = await students()
  const card = link.closest("[data-step]")
  const other = there(card)
  const { debian = other?.dataset.release ?? "12", verifiedAt } = (other ?? card).dataset
  const { step } = card.dataset
  if (step in said.steps) return unfold(link, said.steps[step], said)
  const url = new URL(said.report ?? link.href)
  const values = { step, debian, date: verifiedAt?.slice(0, 10) ?? said.unknown }
  if (said.report) for (const name of ["title", "body"]) url.searchParams.set(name, fill(said[name], values))
  location.href = url.href
}
