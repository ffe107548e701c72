/* A recorded session, played: the vendored player, its style and the recording come with the first press. */

import { dress } from "./dress.js"
import { students } from "./students.js"

const VENDOR = "vendor/asciinema-player/asciinema-player"
/* What the player does by keys, which it hears on the document; any other key would be the theme's or the search's. */
const KEYS = /^([ ,.f[\]0-9]|ArrowLeft|ArrowRight)$/
const TICK = 500

let script
const fetched = () => script ??= new Promise((resolve, reject) => {
  const element = document.createElement("script")
  element.src = new URL(`../../${VENDOR}.min.js`, import.meta.url)
  element.onload = resolve
  element.onerror = () => {
    script = undefined
    element.remove()
    reject(new Error(element.src))
  }
  document.head.append(element)
})

/* All that playing needs. */
export const ready = async () => {
  // The player's own style first: ours changes it
  const [, , said] = await Promise.all([dress(`../../${VENDOR}.css`), dress("session.css"), students(), fetched()])
  return { toggle: (button, words) => toggle(button, words, said.sessions) }
}

const make = (name, className, ...children) => {
  const element = document.createElement(name)
  element.className = className
  element.append(...children)
  return element
}

/* The steps of the recording, which are on its page: [seconds, title]. */
const marksOf = steps => steps.map(([id, at]) => [at, document.getElementById(id).querySelector(".kg-title").textContent])

/* The player's controls have English names: they get the page's. */
const named = (screen, words) => {
  const playback = screen.querySelector(".ap-playback-button")
  const name = { Play: words.play, Pause: words.pause }[playback?.ariaLabel]
  // The same name again would be a change that is observed, without end
  if (name && name !== playback.ariaLabel) playback.ariaLabel = name
  const full = screen.querySelector(".ap-fullscreen-button")
  if (full && full.ariaLabel !== words.full) {
    full.ariaLabel = words.full
    full.querySelector(".ap-tooltip").textContent = `${words.full} (f)`
  }
  const text = screen.querySelector(".ap-term-text")
  if (text && !text.role) {
    text.role = "group"
    text.ariaLabel = words.player
  }
}

const recorded = async address => {
  const answer = await fetch(new URL(address, document.baseURI))
  return answer.ok ? answer : Promise.reject(new Error(answer.url))
}

/* The recording on the release that the reader chose, or else the one that the page offers; both lie below one folder. */
const chosen = (block, sessions) => {
  const [, folder, own] = block.dataset.kgSession.match(/(.*records\/)(.*)/)
  const lesson = document.querySelector("[data-kg-lesson]").dataset.kgLesson
  const all = Object.values(sessions).map(one => one[lesson])
  const found = sessions[document.documentElement.dataset.kgDebian]?.[lesson] ?? all.find(one => one?.file === own)
  return { ...found, url: folder + found.file }
}

class Session {
  constructor(button, words, sessions) {
    const block = button.closest("[data-kg-session]")
    const { url, told, marks: steps } = chosen(block, sessions)
    const marks = marksOf(steps)
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.button = button
    this.screen = make("div", "kg-screen")
    this.steps = make("select", "", ...marks.map(([, title], at) => new Option(`${at + 1}. ${title}`, at)))
    this.steps.addEventListener("change", () => this.player.seek({ marker: Number(this.steps.value) }))
    const jump = make("label", "", `${words.jump} `, this.steps)
    jump.hidden = !marks.length
    const close = make("button", "", words.close)
    close.type = "button"
    close.addEventListener("click", () => this.close())
    const ways = make("div", "kg-session-ways", jump, close)
    this.element = make("section", "kg-player", this.screen, ways, make("p", "kg-session-keys", words.keys))
    if (url !== block.dataset.kgSession) this.element.prepend(make("p", "", told))
    this.element.setAttribute("aria-label", words.player)
    this.element.addEventListener("keydown", event => this.key(event))
    button.parentElement.after(this.element)
    // Fetched here, and not by the player: in a folder a page can only fetch what its own code brings
    this.player = window.AsciinemaPlayer.create({ data: () => recorded(url) }, this.screen, {
      autoPlay: !calm,
      controls: true,
      cursorMode: calm ? "steady" : "blinking",
      fit: "width",
      idleTimeLimit: Number(block.dataset.idle),
      markers: marks,
      preload: true,
      theme: "kg",
    })
    this.names = new MutationObserver(() => named(this.screen, words))
    this.names.observe(this.screen, { attributeFilter: ["aria-label"], childList: true, subtree: true })
    named(this.screen, words)
    this.clock = setInterval(() => this.tell(marks), TICK)
    button.setAttribute("aria-expanded", "true")
    this.screen.querySelector(".ap-wrapper").focus()
  }

  /* Show at which step the recording is, unless the reader is choosing one. */
  async tell(marks) {
    if (document.activeElement === this.steps) return
    const now = await this.player.getCurrentTime()
    const at = marks.findLastIndex(([time]) => time <= now + 0.01)
    this.steps.value = Math.max(0, at)
  }

  key(event) {
    if (event.key === "Escape" && !document.fullscreenElement) this.close()
    if (event.target.closest(".kg-screen") && KEYS.test(event.key)) return
    event.stopPropagation()
  }

  close() {
    clearInterval(this.clock)
    this.names.disconnect()
    this.player.dispose()
    this.element.remove()
    open.delete(this.button)
    this.button.setAttribute("aria-expanded", "false")
    this.button.focus()
  }
}

const open = new Map()

/* Open the player of the session in which `button` is, or close it; the focus is in it, then back on the button. */
const toggle = (button, words, sessions) => {
  if (open.has(button)) open.get(button).close()
  else open.set(button, new Session(button, words, sessions))
}
