/* How a fact was asked and what answered, opened at its sentence. Without this, its sign is a link to the same text. */

import { dress } from "../student/dress.js"

const make = (name, text) => {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

const BETWEEN = "\n\n· · ·\n\n"

/* The text's parts have an empty line between them: what is said of it and the question, the command, what its answer is
   called, the answer. So for each release, with a line of its own between; of one with the same answer only the first. */
const partsOf = text => {
  const [head, command, label, ...answer] = text.split("\n\n")
  const [said, asked] = head.split("\n")
  const parts = [make("b", said)]
  if (asked) parts.push(make("small", asked))
  if (command) parts.push(make("code", command))
  if (label) parts.push(make("small", label))
  if (answer.length) parts.push(make("samp", answer.join("\n\n")))
  return parts
}

const boxOf = text => {
  const parts = text.trimEnd().split(BETWEEN).flatMap(partsOf)
  const box = document.createElement("div")
  box.className = "kg-fact-proof"
  box.popover = "auto"
  box.tabIndex = 0
  box.setAttribute("role", "group")
  box.setAttribute("aria-label", parts[0].textContent)
  box.append(...parts)
  return box
}

/* Open what the link `sign` leads to, which becomes the button of that. */
export const open = async sign => {
  const [answer] = await Promise.all([fetch(sign.href), dress("../proofs.css")])
  if (!answer.ok) throw new Error(sign.href)
  const box = boxOf(await answer.text())
  const button = make("button", sign.textContent)
  button.type = "button"
  button.className = sign.className
  button.title = sign.title
  button.setAttribute("aria-label", sign.title)
  button.popoverTargetElement = box
  sign.replaceWith(button, box)
  button.focus()
  box.showPopover()
}
