/* The short link of a step or a lesson, and its QR code, large enough for a projector. */

import { dress } from "../student/dress.js"
import { fill } from "../student/store.js"

/* Around the code, in its own squares: readers of codes want as much. */
const QUIET = 4
const SVG = "http://www.w3.org/2000/svg"
const HERE_ONLY = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

const make = (name, className, ...children) => {
  const element = document.createElement(name)
  element.className = className
  element.append(...children)
  return element
}

const drawn = async address => {
  const { generate, correction } = await import("../../vendor/lean-qr/lean-qr.js")
  const code = generate(address, { minCorrectionLevel: correction.M })
  let squares = ""
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) squares += `M${x} ${y}h1v1h-1z`
  }
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${code.size + 2 * QUIET} ${code.size + 2 * QUIET}`)
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", squares)
  svg.append(path)
  return svg
}

/* The build has made the code where it knows the address, and that is this one. */
const codeOf = async (page, link, words) => {
  const made = page.querySelector("[data-qr]")?.dataset.qr === link.href
  const picture = made ? make("img", "") : await drawn(link.href)
  if (made) picture.src = new URL("qr.svg", link.href)
  picture.classList.add("kg-code")
  picture.setAttribute("role", "img")
  picture.setAttribute(made ? "alt" : "aria-label", words.code)
  return picture
}

const press = (text, action) => {
  const button = make("button", "", text)
  button.type = "button"
  button.addEventListener("click", action)
  return button
}

/* The link's own page has its words, in each language. */
export const open = async link => {
  const answer = await fetch(link.href)
  if (!answer.ok) throw new Error(link.href)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const section = page.querySelector(`section[lang="${document.documentElement.lang}"]`)
  const words = section.dataset
  const [code] = await Promise.all([codeOf(page, link, words), dress("../teacher/share.css")])
  const title = make("h2", "", fill(words.title, { title: section.querySelector("h2").textContent }))
  title.id = "kg-share-title"
  const field = make("input", "")
  field.readOnly = true
  field.value = link.href
  const dialog = make("dialog", "kg-share-dialog md-typeset", title, code, make("label", "", `${words.address} `, field))
  dialog.setAttribute("aria-labelledby", title.id)
  if (HERE_ONLY.test(link.hostname)) dialog.append(make("p", "kg-note", words.local))
  const ways = make("div", "kg-share-ways")
  // Only a page that comes by HTTPS, or from this computer, may write to the clipboard
  if (navigator.clipboard) {
    ways.append(press(words.copy, async event => {
      await navigator.clipboard.writeText(link.href)
      event.target.textContent = words.copied
    }))
  }
  ways.append(press(words.close, () => dialog.close()))
  dialog.append(ways)
  // The page's own keys, and a presentation's, are not for here
  dialog.addEventListener("keydown", event => event.stopPropagation())
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  field.select()
}
