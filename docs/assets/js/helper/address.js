/* The command that downloads the helper, with the address at which this very page is served. coloured: a command's text as
   what stands in its block. */
export const fill = coloured => {
  if (!location.protocol.startsWith("http")) return
  for (const block of document.querySelectorAll("[data-kg-typed]")) {
    const site = new URL(block.dataset.kgRoot, location.href).href
    /* What a shell would take for a sign of its own goes by its number, which means the same in an address. */
    const plain = site.replace(/[^\w:/.~%@[\]-]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)
    const typed = block.dataset.kgTyped.replaceAll("{site}", plain)
    const command = block.querySelector(".kg-command")
    command.dataset.copy = typed
    command.querySelector("code").replaceChildren(...coloured(typed))
    command.hidden = false
    block.querySelector(".kg-by-link")?.remove()
  }
}
