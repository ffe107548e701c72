/* The home page: how much of each lesson is done, where to go on, and a button that forgets it all. */

import { fill, follow, forget, read } from "./store.js"

const part = document.querySelector(".kg-progress")
const words = part.dataset
const go = part.querySelector("[data-kg-go]")
const status = part.querySelector("[role=status]")
const cards = [...document.querySelectorAll("[data-kg-card]")].map(card => ({
  id: card.dataset.kgCard,
  total: Number(card.dataset.kgTotal),
  link: card.querySelector("a"),
  name: card.querySelector("strong").textContent,
}))

/* What is done of a lesson stands on its card, for the eye and in the link's name. */
const mark = ({ link }, done, total) => {
  link.querySelector(".kg-card-done")?.remove()
  if (!done) return
  const text = document.createElement("span")
  text.className = "kg-card-done"
  text.textContent = fill(words.count, { done, total })
  link.append(text)
}

const address = (card, step) => {
  const url = new URL(card.link.href)
  url.hash = step ?? ""
  return url.href
}

const show = () => {
  const kept = read()
  let [all, sum] = [0, 0]
  for (const card of cards) {
    card.done = Math.min(kept.done[card.id]?.length ?? 0, card.total)
    mark(card, card.done, card.total)
    all += card.total
    sum += card.done
  }
  const here = cards.find(card => card.id === kept.at?.lesson)
  part.hidden = !sum && !here
  if (part.hidden) return
  part.querySelector("[data-kg-forget]").hidden = part.querySelector("progress").hidden = false
  part.querySelector("progress").max = all
  part.querySelector("progress").value = sum
  status.textContent = fill(words.count, { done: sum, total: all })
  const open = card => card.done < card.total
  const on = here && open(here) ? here : cards.slice(here ? cards.indexOf(here) + 1 : 0).find(open)
  go.hidden = !on
  if (on) {
    go.href = address(on, on === here ? kept.at.step : undefined)
    go.textContent = fill(on === here ? words.goOn : words.goNext, { lesson: on.name })
  } else if (sum === all) status.textContent = words.allDone
}

part.querySelector("[data-kg-forget]").addEventListener("click", event => {
  forget()
  show()
  // It is told where it was shown, until the page is left; the button that had the focus is of no more use
  part.hidden = false
  go.hidden = event.target.hidden = part.querySelector("progress").hidden = true
  status.textContent = words.forgotten
  status.tabIndex = -1
  status.focus()
})

follow(show)
