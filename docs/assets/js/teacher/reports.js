/* The page that makes a class's table of pasted and dropped reports. Nothing of them leaves the page, and nothing is kept. */

import { fill } from "../student/store.js"
import { chosen, decoded, dropped } from "./files.js"
import { verify } from "./report.js"
import { csv, rows, table } from "./table.js"

const page = document.querySelector("[data-kg-reports]")
const words = JSON.parse(page.dataset.words)
const find = name => page.querySelector(`[data-kg-${name}]`)
const [field, status, problems, place] = [find("paste"), find("told"), find("problems"), find("table")]
const order = new Intl.Collator(document.documentElement.lang, { numeric: true })

/* What was handed in, [{ file, text, found }], by the files' names; and why other things were not. */
let sent = []
let refused = []
let sorted = { column: null, by: 1 }

const make = (name, ...children) => {
  const element = document.createElement(name)
  element.append(...children)
  return element
}

const items = sentences => sentences.map(sentence => make("li", sentence))

/* Take in what came: [{ file, text }] or, of what could not be read, [{ file, problem }]. */
const add = came => {
  const told = []
  for (const { file, text, problem } of came) {
    const found = problem ? [] : verify(text, words)
    if (!found.length) told.push(fill(problem ?? words.notOne, { file: file || words.pasted }))
    else if (sent.some(one => one.file === file && one.text === text)) {
      told.push(fill(words.known, { file: file || words.pasted }))
    } else sent.push({ file, text, found })
  }
  sent.sort((one, other) => one.file < other.file ? -1 : one.file > other.file ? 1 : 0)
  refused = told
  show()
}

const reports = () => sent.flatMap(({ file, found }) => found.map(report => ({ file, report })))

const show = () => {
  const made = rows(reports())
  const wrong = made.filter(row => row.counts.report.slip).length
  status.textContent = made.length
    ? fill(words.status, { all: made.length, valid: made.length - wrong, wrong })
    : words.nothing
  const again = made.filter(row => row.others.length).map(({ counts, others }) => fill(words.again, {
    name: counts.report.fields.get("name"),
    file: counts.file || words.pasted,
    others: others.map(other => other.file || words.pasted).join(", "),
  }))
  problems.replaceChildren(...items([...refused, ...again]))
  draw()
}

const draw = () => {
  const made = rows(reports())
  find("made").hidden = !made.length
  place.replaceChildren(...made.length ? [drawn(table(made, words))] : [])
}

const drawn = ([head, ...body]) => {
  const shown = [...body]
  if (sorted.column !== null) {
    shown.sort((one, other) => sorted.by * order.compare(one[sorted.column], other[sorted.column]))
  }
  const valid = head.indexOf(words.columns.valid)
  const element = make(
    "table",
    make("caption", words.caption),
    make("thead", make("tr", ...head.map(heading))),
    make("tbody", ...shown.map(row => {
      const line = make("tr", ...row.map((text, column) => {
        const cell = make(column === 0 && text ? "th" : "td", text)
        if (cell.localName === "th") cell.scope = "row"
        return cell
      }))
      if (row[valid] === words.no) line.className = "kg-invalid"
      return line
    })),
  )
  element.className = "kg-class"
  return element
}

const heading = (text, column) => {
  const button = make("button", text)
  button.type = "button"
  button.addEventListener("click", () => {
    sorted = { column, by: sorted.column === column ? -sorted.by : 1 }
    draw()
    place.querySelectorAll("thead button")[column].focus()
  })
  const cell = make("th", button)
  cell.scope = "col"
  cell.ariaSort = sorted.column !== column ? "none" : sorted.by > 0 ? "ascending" : "descending"
  return cell
}

const read = async files => {
  const came = await Promise.all(files.map(async ({ path, read: opened }) => {
    try {
      const file = await opened()
      if (file.size > words.largest) return { file: path, problem: words.tooLarge }
      return { file: path, text: decoded(await file.arrayBuffer()) }
    } catch {
      return { file: path, problem: words.unread }
    }
  }))
  add(came.sort((one, other) => one.file < other.file ? -1 : 1))
}

find("add").addEventListener("click", () => {
  if (field.value.trim()) {
    add([{ file: "", text: field.value }])
    if (!refused.length) field.value = ""
  } else {
    refused = [words.empty]
    show()
  }
  if (refused.length) field.focus()
})
for (const input of page.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    read(chosen(input.files))
    input.value = ""
  })
}
find("clear").addEventListener("click", () => {
  sent = []
  refused = []
  sorted = { column: null, by: 1 }
  show()
  field.focus()
})
find("save").addEventListener("click", () => {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([csv(table(rows(reports()), words))], { type: "text/csv;charset=utf-8" }))
  link.download = words.saved
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
})

/* Anywhere on the page: a file that misses its mark would else replace the page, and the table with it. */
const files = event => event.dataTransfer?.types.includes("Files")
addEventListener("dragover", event => {
  if (!files(event)) return
  event.preventDefault()
  page.classList.add("kg-over")
})
addEventListener("dragleave", event => { if (!event.relatedTarget) page.classList.remove("kg-over") })
addEventListener("drop", event => {
  if (!files(event)) return
  event.preventDefault()
  page.classList.remove("kg-over")
  dropped(event.dataTransfer).then(read, () => add([{ file: "", problem: words.unread }]))
})

page.hidden = false
