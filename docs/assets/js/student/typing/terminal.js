/* A terminal on the page, to practise a step's command: nothing is run, and the answer is the recorded one. */

import { fill as unfold } from "../../proofs/rest.js"
import { dress } from "../dress.js"
import { there } from "../release.js"
import { fill } from "../store.js"
import { differences } from "./compare.js"

const MOST = 3
const PROMPTS = { "windows-host": ["PS>", ">>"] }
const SHELL = ["$", ">"]

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

/* The sentence, its words as code: what a reader typed is text, whatever it is. */
const sentence = (template, values) => template.split(/(\{\w+\})/).map(part => {
  const name = part.slice(1, -1)
  return part.startsWith("{") && name in values ? make("code", "", values[name]) : part
})

/* What the chosen release answered, where it is another than the card's answer: its output is fetched when it is wanted. */
const elsewhere = async other => {
  const folded = other?.querySelector(":scope > details")
  if (folded) await unfold(folded).catch(() => { /* The link to all of it stays, in its own place */ })
  return folded?.querySelector("pre") ?? other?.querySelector(":scope > .kg-silent")
}

/* As the page writes a day. */
const dated = iso => {
  const { lang } = document.documentElement
  const written = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }
  return new Date(iso).toLocaleDateString(lang === "en" ? "en-GB" : lang, written)
}

/* What was answered, in what words, and what stands above it. */
const recorded = async (step, words) => {
  const other = there(step)
  const answer = await elsewhere(other)
  const output = step.querySelector(":scope > details > .kg-output")
  const shown = answer ?? output ?? step.querySelector(":scope > .kg-silent")
  const { debian, verifiedAt } = (answer ? other : step).dataset
  if (!verifiedAt || !shown) return [make("p", "kg-tty-said", words.unrecorded)]
  const date = shown === output && output.closest("details").dataset.kgSeen || dated(verifiedAt)
  const text = make("pre", "kg-tty-text", ...[...shown.childNodes].map(node => node.cloneNode(true)))
  return [make("p", "kg-tty-said", fill(words.replay, { debian, date })), text]
}

class Terminal {
  constructor(step, words, close) {
    this.step = step
    this.words = words
    const command = there(step)?.querySelector("[data-copy]") ?? step.querySelector("[data-copy]")
    this.lines = command.dataset.copy.split("\n")
    this.log = make("div", "kg-tty-log")
    this.log.setAttribute("role", "log")
    this.prompt = make("span", "kg-tty-prompt")
    this.prompt.ariaHidden = "true"
    this.field = make("input", "kg-tty-field")
    const plain = { autocapitalize: "off", autocomplete: "off", spellcheck: false, enterKeyHint: "go" }
    Object.assign(this.field, { type: "text", ...plain })
    this.field.setAttribute("autocorrect", "off")
    this.field.setAttribute("aria-describedby", `kg-tty-${step.id}`)
    this.told = make("div", "kg-tty-told")
    this.told.setAttribute("role", "status")
    this.told.id = `kg-tty-${step.id}`
    this.line = make("div", "kg-tty-line", this.prompt, this.field)
    this.again = press(words.again, () => this.start())
    const ways = make("p", "kg-tty-ways", this.again, press(words.close, close))
    this.element = make("section", "kg-tty", this.log, this.line, this.told, ways)
    this.element.setAttribute("aria-label", words.terminal)
    this.element.addEventListener("keydown", event => this.key(event, close))
    this.field.addEventListener("paste", event => this.paste(event))
  }

  start() {
    this.at = 0
    this.round = {}
    this.log.replaceChildren()
    this.again.hidden = true
    this.line.hidden = false
    this.ask(this.words.hint)
    this.field.focus()
  }

  ask(...told) {
    const values = { n: this.at + 1, total: this.lines.length }
    this.prompt.textContent = (PROMPTS[this.step.dataset.place] ?? SHELL)[this.at ? 1 : 0]
    this.field.ariaLabel = this.lines.length > 1 ? fill(this.words.line, values) : this.words.command
    this.field.value = ""
    this.field.ariaInvalid = "false"
    this.told.replaceChildren(...told)
  }

  key(event, close) {
    // The theme's own keys are for reading, not for here
    event.stopPropagation()
    if (event.isComposing) return
    if (event.key === "Escape") close()
    else if (event.key === "Enter" && event.target === this.field) this.enter(this.field.value)
    else return
    event.preventDefault()
  }

  /* What is pasted with its line ends is typed line by line; the last one waits for Enter. */
  paste(event) {
    const lines = event.clipboardData.getData("text").replace(/\r/g, "").split("\n")
    if (lines.length < 2) return
    event.preventDefault()
    const last = lines.pop()
    for (const line of lines) {
      if (this.line.hidden || !this.enter(line)) return
    }
    if (!this.line.hidden) this.field.value = last
  }

  /* Whether the line is the one that was wanted. */
  enter(typed) {
    const wanted = this.lines[this.at]
    if (!typed.trim() && wanted.trim()) {
      this.told.replaceChildren(this.words.hint)
      return false
    }
    const found = differences(typed, wanted)
    if (found.length) {
      this.field.value = typed
      this.field.ariaInvalid = "true"
      const said = found.slice(0, MOST).map(one => make("p", "", ...sentence(this.words[one.kind], one)))
      this.told.replaceChildren(...said)
      return false
    }
    this.log.append(make("p", "kg-tty-typed", make("span", "kg-tty-prompt", `${this.prompt.textContent} `), typed))
    this.at++
    if (this.at < this.lines.length) this.ask(fill(this.words.next, { n: this.at + 1, total: this.lines.length }))
    else this.answer()
    return true
  }

  async answer() {
    this.told.replaceChildren()
    this.line.hidden = true
    this.again.hidden = false
    this.again.focus()
    const round = this.round
    const answer = await recorded(this.step, this.words)
    if (round === this.round) this.log.append(...answer)
  }
}

const open = new WeakMap()

/* Open the terminal of the step in which `button` is, or close it; the focus is in it, then back on the button. */
export const toggle = async (button, words) => {
  const shut = () => {
    open.get(button).element.remove()
    open.delete(button)
    button.setAttribute("aria-expanded", "false")
    button.focus()
  }
  if (open.has(button)) return shut()
  const terminal = new Terminal(button.closest("[data-step]"), words, shut)
  open.set(button, terminal)
  button.setAttribute("aria-expanded", "true")
  await dress("typing.css")
  button.parentElement.after(terminal.element)
  terminal.start()
}
