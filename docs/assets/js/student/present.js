/* A lesson presented to a class: a step at a time in large type, by keys; the address follows, so it can be linked. */

import { dress } from "./dress.js"
import { fill } from "./store.js"

const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity }
const PARAMETER = "present"

const make = (name, className, ...children) => {
  const element = document.createElement(name)
  element.className = className
  element.append(...children)
  return element
}

const press = (text, action) => {
  const button = make("button", "", text)
  button.type = "button"
  button.addEventListener("click", action)
  return button
}

/* A copy of what is on the page, without what may stand there only once, and without what only works there. */
const copy = element => {
  const twin = element.cloneNode(true)
  for (const one of [twin, ...twin.querySelectorAll("[id]")]) one.removeAttribute("id")
  for (const one of twin.querySelectorAll("nav, [data-clipboard-target]")) one.remove()
  return twin
}

/* Of several releases, what the page shows of those that are chosen. */
const shown = (step, parts) => [...step.querySelectorAll(parts)].filter(one => one.getClientRects().length)

/* What came of it stays folded until it is asked for: what the terminal printed, or else a picture. */
const outcome = step => {
  const printed = shown(step, ".kg-details").map(copy)
  const pictures = shown(step, ".kg-picture").map(picture => {
    const twin = copy(picture)
    const caption = twin.querySelector("figcaption")
    caption.remove()
    return make("details", "kg-details", make("summary", "", caption.textContent), twin)
  })
  return [...printed, ...pictures, ...shown(step, ".kg-silent").map(copy)]
}

const sectionOf = step => {
  const headings = [...document.querySelectorAll("article :is(h1, h2)")]
  const above = headings.filter(one => one.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)
  return above ? above.firstChild.textContent : ""
}

class Presentation {
  constructor({ words, why }, head) {
    this.words = words
    this.why = why
    this.head = head
    this.steps = [...document.querySelectorAll("article [data-step]")]
    this.count = make("p", "kg-present-count")
    this.count.setAttribute("role", "status")
    this.slide = make("div", "")
    this.slide.tabIndex = 0
    this.slide.setAttribute("role", "group")
    this.previous = press(words.previous, () => this.move(-1))
    this.following = press(words.following, () => this.move(1))
    this.share = make("span", "kg-present-share")
    const leave = press(words.leave, () => this.dialog.close())
    const bar = make("div", "kg-present-bar", this.count, this.previous, this.following, this.share, leave)
    this.dialog = make("dialog", "kg-present md-typeset", this.slide, bar)
    this.dialog.ariaLabel = this.head.querySelector("[data-kg-present]").textContent
    this.dialog.addEventListener("keydown", event => this.key(event))
    this.dialog.addEventListener("close", () => this.left())
    document.body.append(this.dialog)
  }

  /* At the step that the address names, else at the first one that is not above the screen. */
  open() {
    if (this.dialog.open) return
    const named = this.steps.findIndex(step => step.id === decodeURIComponent(location.hash.slice(1)))
    const seen = this.steps.findIndex(step => step.getBoundingClientRect().bottom > 100)
    this.dialog.showModal()
    this.show(named >= 0 ? named : Math.max(0, seen))
  }

  show(number) {
    this.at = number
    const step = this.steps[number]
    // The colours of its outcome are its card's
    this.slide.className = `kg-present-slide kg-step--${step.dataset.outcome}`
    const title = step.querySelector(".kg-title").textContent
    const why = this.why.get(step.id)
    this.slide.replaceChildren(
      make("p", "kg-present-section", sectionOf(step)),
      make("h2", "", title),
      ...(why ? [make("p", "kg-present-why", why)] : []),
      ...[...step.querySelectorAll(":scope > .kg-note:not(.kg-aged)")].map(copy),
      copy(step.querySelector(".kg-place")),
      ...shown(step, ".kg-command").map(copy),
      ...shown(step, ".kg-proof").map(copy),
      ...outcome(step),
    )
    // In a folder a step has none
    this.share.replaceChildren(...[...step.querySelectorAll("[data-kg-share]")].map(copy))
    this.slide.setAttribute("aria-label", title)
    this.slide.scrollTop = 0
    this.slide.focus()
    this.count.textContent = fill(this.words.slide, { n: number + 1, total: this.steps.length, title })
    this.previous.disabled = number === 0
    this.following.disabled = number === this.steps.length - 1
    this.address(true)
  }

  move(by) {
    const number = Math.min(this.steps.length - 1, Math.max(0, this.at + by))
    if (number !== this.at) this.show(number)
  }

  key(event) {
    // The theme's own keys would leave the page
    event.stopPropagation()
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key in KEYS) this.move(KEYS[event.key])
    else if (event.key === "Enter" && event.target === this.slide) this.unfold()
    else return
    event.preventDefault()
  }

  unfold() {
    const [first] = this.slide.querySelectorAll("details")
    if (first) first.open = !first.open
  }

  address(presenting) {
    const url = new URL(location)
    url.searchParams.delete(PARAMETER)
    const query = [url.searchParams.toString(), presenting ? PARAMETER : ""].filter(Boolean).join("&")
    url.search = query
    url.hash = this.steps[this.at].id
    history.replaceState(history.state, "", url)
  }

  /* The reader goes on at the step that was shown last. */
  left() {
    this.address(false)
    const step = this.steps[this.at]
    step.tabIndex = -1
    step.focus({ preventScroll: true })
    step.scrollIntoView()
  }
}

let presentation

export const open = async (texts, head) => {
  await dress("present.css")
  presentation ??= new Presentation(texts, head)
  presentation.open()
}
