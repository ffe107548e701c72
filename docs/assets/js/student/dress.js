/* The style of what is fetched when asked for: it comes then, too, and is waited for: nothing is seen half dressed. */

const sheets = new Map()

export const dress = name => {
  if (!sheets.has(name)) {
    const sheet = document.createElement("link")
    sheet.rel = "stylesheet"
    sheet.href = new URL(`../../css/student/${name}`, import.meta.url)
    sheets.set(name, new Promise(resolve => { sheet.onload = sheet.onerror = resolve }))
    document.head.append(sheet)
  }
  return sheets.get(name)
}
