/* Where a reader is led whose output is another: the troubles of the step, unfolded below its link. */

let table
const known = () => table ??= fetch(new URL("../proofs/differs.json", document.baseURI))
  .then(answer => answer.ok ? answer.json() : Promise.reject(answer.status))
  .catch(error => { table = undefined; throw error })

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

/* Make a button of `link` that unfolds what the step may have met; it is unfolded already. */
export const unfold = async link => {
  const { asked, none, all, steps } = await known()
  const list = make("ul", ...[...steps[link.closest("[data-step]").dataset.step], [all, none]].map(led))
  const part = make("details", make("summary", link.textContent), make("p", asked), list)
  part.className = "kg-changes"
  part.open = true
  link.replaceWith(part)
  part.querySelector("summary").focus()
}
