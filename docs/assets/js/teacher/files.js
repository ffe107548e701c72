/* What a teacher drops or chooses: files, or folders of them, with their paths below the folder. */

/* A browser hands out a folder's entries some at a time. */
const inside = async folder => {
  const reader = folder.createReader()
  const found = []
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (!some.length) return found
    found.push(...some)
  }
}

const walk = async (entry, path) => {
  if (entry.name.startsWith(".")) return []
  if (!entry.isDirectory) return [{ path, read: () => new Promise((resolve, reject) => entry.file(resolve, reject)) }]
  const below = await inside(entry)
  return (await Promise.all(below.map(one => walk(one, path ? `${path}/${one.name}` : one.name)))).flat()
}

/* Each is { path, read }: read gives the file. */
export const chosen = files => [...files].map(file => {
  const path = file.webkitRelativePath ? file.webkitRelativePath.split("/").slice(1).join("/") : file.name
  return { path, read: async () => file }
}).filter(({ path }) => !path.split("/").some(part => part.startsWith(".")))

export const dropped = async transfer => {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean)
  if (!entries.length) return chosen(transfer.files)
  // A folder alone is the class's: its name is not in the paths
  const alone = entries.length === 1 && entries[0].isDirectory
  return (await Promise.all(entries.map(entry => walk(entry, alone ? "" : entry.name)))).flat()
}

/* The text of a file: Windows' programs write UTF-16, or a mark at the beginning. */
export const decoded = buffer => {
  const [first, second] = new Uint8Array(buffer)
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8"
  return new TextDecoder(wide).decode(buffer)
}
