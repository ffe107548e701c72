/* What plain HTML cannot do. Reading, navigation, language links and proofs work without it. */

/* The language switch keeps the reader's place: ids are the same in every language. */
const carryAnchor = () => {
  for (const link of document.querySelectorAll("a[data-kg-language]")) link.hash = location.hash
}
carryAnchor()
addEventListener("hashchange", carryAnchor)
/* The theme moves the address bar along with the table of contents, which is no hashchange. */
document.addEventListener("click", carryAnchor, true)

/* The language that was chosen is kept for the short links, which are of none; where one is shown, so is its QR code. */
document.addEventListener("click", event => {
  const link = event.target.closest("a:is([data-kg-language], [data-kg-share])")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  if ("kgLanguage" in link.dataset) {
    try { localStorage.setItem("kvm-guide.language", link.lang) } catch { /* Nothing is kept here */ }
  } else if (link.origin === location.origin) {
    event.preventDefault()
    import("./share/dialog.js").then(code => code.open(link)).catch(() => location.assign(link.href))
  }
})

/* A command in colours, each word of it in one piece: browsers break a line after a hyphen, and "libvirt-" at its end reads
   like a word of its own. */
const SIGNS = /("(?:[^"\\]|\\.)*"|'[^']*')|(\$\w+|\$\{[^}]*\})|(?<!\S)(#.*)|([|&;<>\\]+)/g
const KINDS = ["s2", "nv", "c1", "o"]
const made = (tag, name, ...children) => {
  const element = document.createElement(tag)
  element.className = name
  element.append(...children)
  return element
}
const wrapped = made.bind(null, "span")
const words = text => text.split(/(\s+)/).map(word => word.includes("-") ? wrapped("kg-word", word) : word)
const coloured = text => {
  const parts = []
  let at = 0
  for (const sign of text.matchAll(SIGNS)) {
    parts.push(...words(text.slice(at, sign.index)), wrapped(KINDS[sign.slice(1).findIndex(Boolean)], ...words(sign[0])))
    at = sign.index + sign[0].length
  }
  return [...parts, ...words(text.slice(at))]
}
for (const code of document.querySelectorAll(".kg-command code")) code.replaceChildren(...coloured(code.textContent))

/* The command that downloads the helper names the address at which this very page is served. */
if (document.querySelector("[data-kg-typed]")) import("./helper/address.js").then(code => code.fill(coloured)).catch(() => { /* The link stays */ })

/* What stands in the text so often that it is written here: a heading's link to itself, the names of a step's parts. */
const permalink = document.querySelector("meta[name=kg-permalink]")?.content ?? ""
for (const heading of document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)[id], .kg-title")) {
  const place = heading.closest(".kg-step, .kg-trouble") ?? heading
  if (!place.id) continue
  const link = document.createElement("a")
  link.className = place === heading ? "headerlink" : "kg-anchor"
  link.href = `#${place.id}`
  link.title = permalink
  link.textContent = "¶"
  heading.append(...heading.matches(".kg-title") ? [] : [link])
  if (!link.isConnected) heading.after(link)
}
const named = (element, ...names) => {
  element.setAttribute("role", "group")
  element.setAttribute("aria-label", names.filter(Boolean).join(": "))
}
const titleOf = step => step?.querySelector(".kg-title").textContent
/* The release that a reader chose, on any page: its proofs are seen, and read out with a step's title. */
const root = document.documentElement
const chooser = document.querySelector("[data-kg-releases]")
const releases = chooser?.dataset.kgReleases.split(" ") ?? []
const describe = () => {
  for (const step of document.querySelectorAll("[data-step]")) {
    const proofs = [...step.querySelectorAll(".kg-proof")]
    const own = proofs.filter(proof => (proof.parentElement.dataset.release ?? releases[0]) === root.dataset.kgDebian)
    step.setAttribute("aria-describedby", (own.length ? own : proofs).map(proof => proof.id).join(" "))
  }
}
for (const step of document.querySelectorAll("[data-step]")) {
  named(step, titleOf(step))
  // One sentence, without the name of its sign
  for (const proof of step.querySelectorAll(".kg-proof")) {
    proof.id = `${step.id}-proof${proof.parentElement.dataset.release ?? ""}`
    const [sign] = proof.firstChild.data
    proof.firstChild.data = proof.firstChild.data.slice(sign.length)
    proof.prepend(wrapped("kg-sign", sign))
    proof.firstChild.ariaHidden = "true"
  }
}
describe()
if (chooser) {
  const KEY = "kvm-guide.debian"
  const select = document.createElement("select")
  select.autocomplete = "off"
  select.append(new Option(chooser.dataset.all, ""), ...releases.map(number => new Option(`Debian ${number}`, number)))
  const label = document.createElement("label")
  label.append(chooser.dataset.choose, " ", select)
  chooser.append(label)
  const show = number => {
    root.dataset.kgDebian = number
    select.value = releases.includes(number) ? number : ""
    describe()
  }
  show(root.dataset.kgDebian)
  select.addEventListener("change", () => {
    show(select.value)
    try { localStorage.setItem(KEY, select.value) } catch { /* Then it holds for this page */ }
  })
  addEventListener("storage", event => { if (event.key === KEY) show(event.newValue) })
  addEventListener("pageshow", event => { if (event.persisted) show(localStorage.getItem(KEY)) })
}
for (const sign of document.querySelectorAll(".kg-fact-sign")) sign.title = sign.ariaLabel
for (const undo of document.querySelectorAll(".kg-undo")) {
  undo.ariaLabel = `${undo.firstElementChild.textContent}: ${titleOf(undo.previousElementSibling)}`
}
/* What a link to another release's output leads to is folded, as the card's own. */
for (const link of document.querySelectorAll(".kg-proof > .kg-whole")) {
  const folded = document.createElement("details")
  const summary = document.createElement("summary")
  folded.className = "kg-details"
  summary.textContent = link.textContent
  link.textContent = document.querySelector(".kg-details > .kg-whole")?.textContent ?? link.textContent
  link.parentElement.after(folded)
  folded.append(summary, link)
}
for (const box of document.querySelectorAll(".kg-output, .kg-list")) {
  box.tabIndex = 0
  named(box, box.parentElement.querySelector("summary")?.textContent, titleOf(box.closest("[data-step]")))
}

/* The search comes when somebody searches: its code, its index and the table of messages. */
const opener = document.querySelector("[data-search-open]")
const dialog = document.querySelector("[data-kg-search]")
const openSearch = () => {
  if (dialog.open) return
  // It is not seen before it is dressed; what is typed meanwhile is not lost
  dialog.style.opacity = 0
  import("./student/dress.js").then(code => code.dress("../search/dialog.css")).catch(() => { /* It is told below */ })
    .then(() => { dialog.style.opacity = "" })
  dialog.showModal()
  dialog.querySelector("[data-search-field]").select()
  import("./search/dialog.js").catch(() => { dialog.querySelector("[role=status]").textContent = dialog.dataset.failed })
}
if (opener) {
  // Enter may come before that code: it is remembered, and no line's end
  dialog.querySelector("[data-search-field]").addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    dialog.dataset.follow = ""
  })
  opener.addEventListener("click", openSearch)
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable], .kg-player")
    if (typing || event.altKey || event.ctrlKey || event.metaKey || !["/", "f", "s"].includes(event.key)) return
    event.preventDefault()
    openSearch()
  })
}

/* Who dictates, or hits keys by accident, wants none that acts alone: neither of the search's nor of the theme's. */
const KEYS = "kvm-guide.keys"
const keys = document.querySelector("[data-kg-keys]")
if (keys) {
  keys.checked = localStorage.getItem(KEYS) !== "off"
  keys.addEventListener("change", () => {
    try { localStorage.setItem(KEYS, keys.checked ? "on" : "off") } catch { /* Then it holds for this page */ }
  })
  addEventListener("keydown", event => {
    const alone = event.key.length === 1 && !event.altKey && !event.ctrlKey && !event.metaKey
    if (alone && !keys.checked && !event.target.closest?.(".kg-player")) event.stopImmediatePropagation()
  }, true)
}

/* The theme's drawer by keys: a button opens it, the focus goes into it, and back; once it is out, the drawer closes. */
const drawer = document.getElementById("__drawer")
const side = document.querySelector(".md-sidebar--primary")
const label = document.querySelector(".md-header [for=__drawer]")
if (drawer && side && label) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = `${label.className} kg-drawer`
  button.ariaExpanded = "false"
  button.append(...label.childNodes)
  label.replaceWith(button)
  button.addEventListener("click", () => {
    drawer.click()
    if (drawer.checked && button.matches(":focus-visible")) side.querySelector("a").focus()
  })
  drawer.addEventListener("change", () => { button.ariaExpanded = String(drawer.checked) })
  side.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (drawer.checked && to && to !== button && !side.contains(to)) drawer.click()
  })
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !drawer.checked) return
    const contents = side.querySelector("#__toc:checked")
    ;(contents ?? drawer).click()
    ;(contents ?? button).focus()
  })
}

/* The theme's way back to the top floats over the text, which keys walk through: they have Home. A pointer gets it back once
   its click is over: under one that is pressed nothing may come up. */
const up = document.querySelector(".md-top")
if (up) {
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(":focus-visible")) up.style.visibility = target.closest(".md-content") ? "hidden" : ""
  })
  for (const event of ["click", "wheel"]) {
    addEventListener(event, ({ type, detail }) => {
      if (type === "wheel" || detail) up.style.visibility = ""
    }, { passive: true })
  }
}

/* The theme's table of contents glides after the reader, even one who asks for little motion. */
if (matchMedia("(prefers-reduced-motion: reduce)").matches) import("./student/still.js").catch(() => { /* It glides */ })

/* The rest of a long output, and how a fact was asked, come when they are opened. */
document.addEventListener("toggle", event => {
  if (event.target.open && event.target.matches(":has(i.kg-gap), .kg-details:not(:has(pre))")) {
    import("./proofs/rest.js").then(code => code.fill(event.target)).catch(() => { /* The link to all of it stays */ })
  }
}, true)
document.addEventListener("click", event => {
  const sign = event.target.closest("a.kg-fact-sign")
  if (!sign || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  import("./proofs/fact.js").then(code => code.open(sign)).catch(() => { location.href = sign.href })
})

/* A link straight to something inside a folded output opens it; one to a message that moved goes on to its entry. */
const openTarget = () => {
  const target = document.querySelector(":target")
  if (target?.matches(".kg-titles > li")) location.replace(target.firstChild.href)
  const folded = target && target.closest("details:not([open])")
  if (folded) folded.open = true
}
openTarget()
addEventListener("hashchange", openTarget)

/* A proof ages after its page was built. The words are the page's: in its language, and none where nothing ages. */
const MONTH = 30 * 24 * 60 * 60 * 1000
const aged = document.querySelector("[data-kg-aged]")?.dataset.kgAged
const seen = ":is([data-outcome=passed], [data-outcome=expected-failure])[data-verified-at] > .kg-proof"
for (const line of aged ? document.querySelectorAll(seen) : []) {
  if (Date.now() - Date.parse(line.parentElement.dataset.verifiedAt) <= MONTH) continue
  const note = document.createElement("p")
  note.className = "kg-note kg-aged"
  note.textContent = aged
  line.after(note)
}

/* The theme's script minds a copy button at each block of code. Its own would come where one looks, too late for keys, each
   in a nameless landmark, and each after a measure of the page. */
const { translations } = JSON.parse(document.getElementById("__config").textContent)
document.querySelectorAll("article pre > code").forEach((code, number) => {
  code.id ||= `kg-code-${number}`
  const button = made("button", "md-code__button")
  button.title = translations["clipboard.copy"]
  button.dataset.mdType = "copy"
  button.dataset.clipboardTarget = `#${code.id}`
  code.before(made("div", "md-code__nav", button))
})

/* A table wider than the screen scrolls, so it must be reachable by keyboard. Asked in a frame of the screen: in the middle of
   what changes, each question would lay the whole page out. */
let asked = 0
const reach = () => {
  asked = 0
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap, .kg-summary")) {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0
    else wrap.removeAttribute("tabindex")
  }
}
const soon = () => { asked ||= requestAnimationFrame(reach) }
soon()
addEventListener("resize", soon)
new MutationObserver(soon).observe(document.body, { childList: true, subtree: true })
