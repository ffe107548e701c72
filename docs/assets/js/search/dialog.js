/* The search's dialog: a pasted message first, then the pages' sections. Its words are the page's and the table's. */

import { find as findMessage, prepare } from "./messages.js"
import { find as findSections, findSome, load } from "./sections.js"

const MOST = 12
const MOST_MESSAGES = 3
const TYPING = 120

const dialog = document.querySelector("[data-kg-search]")
const field = dialog.querySelector("[data-search-field]")
const list = dialog.querySelector("[data-search-hits]")
const status = dialog.querySelector("[role=status]")
const { home: there, index = "", failed: sorry } = dialog.dataset
const hint = status.textContent
const home = new URL(there, document.baseURI)

const table = fetch(new URL("search/messages.json", home))
  .then(answer => answer.json())
  .then(prepare)
const engine = load(new URL("pagefind/pagefind.js", home).href)

/* Of an excerpt's HTML, the text and what is marked in it: nothing else of it gets onto the page. */
const marked = html => {
  const parsed = new DOMParser().parseFromString(html, "text/html").body
  return [...parsed.childNodes].map(node => {
    if (node.nodeName !== "MARK") return node.textContent
    const mark = document.createElement("mark")
    mark.textContent = node.textContent
    return mark
  })
}

const put = (parent, name, className, ...children) => {
  const element = document.createElement(name)
  element.className = className
  element.append(...children)
  parent.append(element)
}

const item = ({ url, page, title, excerpt, message }) => {
  const line = document.createElement("li")
  const link = document.createElement("a")
  // In a folder, unlike on a host, a page is named by its file
  link.href = new URL(url.replace("#", `${index}#`), home).href
  link.className = message ? "kg-hit kg-hit--message" : "kg-hit"
  link.dataset.searchHit = message ? "message" : "section"
  put(link, "span", "kg-hit-title", title)
  if (page && page !== title) put(link, "span", "kg-hit-page", page)
  if (message) put(link, "code", "kg-hit-text", message)
  else put(link, "span", "kg-hit-text", ...marked(excerpt))
  line.append(link)
  return line
}

const show = (hits, said) => {
  list.replaceChildren(...hits.map(item))
  status.textContent = said
}

let waitingForFirst = false
const follow = () => {
  waitingForFirst = list.dataset.query !== field.value
  if (!waitingForFirst) list.querySelector("a")?.click()
}

let turn = 0
const search = async text => {
  const mine = ++turn
  delete list.dataset.query
  if (!text.trim()) return show([], hint)
  const known = await table
  const { words } = known
  const messages = findMessage(text, known).slice(0, MOST_MESSAGES).map(({ trouble, message }) => {
    const [url, page, title] = known.troubles[trouble]
    return { url, page, title, message }
  })
  if (mine !== turn) return
  if (messages.length) show(messages, words.busy)
  const most = MOST - messages.length
  let { total, hits } = await findSections(await engine, text, most)
  if (!total && !messages.length) {
    // No few words may make an entry of a text that is none of our messages: another program's would find a wrong cure
    const entries = new Set(known.troubles.map(([url]) => url.split("#")[0]))
    ;({ total, hits } = await findSome(await engine, text, most, entries))
  }
  if (mine !== turn) return
  const others = hits.filter(hit => !messages.some(message => message.url === hit.url))
  const all = messages.length + total - (hits.length - others.length)
  show([...messages, ...others], all ? words[all === 1 ? "one" : "many"].replace("#", all) : words.none)
  list.dataset.query = text
  if (waitingForFirst) follow()
}

const failed = () => { status.textContent = sorry }
let waiting
const changed = event => {
  clearTimeout(waiting)
  waitingForFirst = false
  const typed = event && /^(insertText|delete)/.test(event.inputType ?? "")
  waiting = setTimeout(() => search(field.value).catch(failed), typed ? TYPING : 0)
}

const move = step => {
  const places = [field, ...list.querySelectorAll("a")]
  const next = places[places.indexOf(document.activeElement) + step]
  if (next) next.focus()
}

field.addEventListener("input", changed)
dialog.addEventListener("keydown", event => {
  // The theme's own keys are for reading, not for here
  event.stopPropagation()
  if (event.isComposing) return
  if (event.key === "ArrowDown") move(1)
  else if (event.key === "ArrowUp") move(-1)
  else if (event.key === "Enter" && event.target === field) follow()
  else return
  event.preventDefault()
})
dialog.addEventListener("click", event => {
  // Beside the dialog, on its close button, or on a hit, which may be on this very page
  if (event.target === dialog || event.target.closest("[data-search-close], [data-search-hit]")) dialog.close()
})

changed()
waitingForFirst = "follow" in dialog.dataset
