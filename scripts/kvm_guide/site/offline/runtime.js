/* What a page that lies in a folder lacks: a browser gives it no module, and lets it fetch nothing. The modules are in this
   very script, each in a function; what they fetch is in another one, which is loaded when the first of it is wanted. */
const kvmGuide = (() => {
  const home = new URL("../../", document.currentScript.src)
  const bodies = new Map()
  const ready = new Map()
  let unpacked

  const nameOf = (address, from) => {
    const name = decodeURI(new URL(address, from).pathname.slice(home.pathname.length))
    return name === "" || name.endsWith("/") ? `${name}index.html` : name
  }

  const unpack = () => unpacked ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = new URL("assets/js/offline-files.js", home).href
    script.onload = () => resolve(kvmGuide.files)
    script.onerror = reject
    document.head.append(script)
  })

  const fetch = async address => {
    const packed = (await unpack())[nameOf(address, document.baseURI)]
    if (packed === undefined) return new Response(null, { status: 404 })
    return new Response(Uint8Array.from(atob(packed), sign => sign.charCodeAt(0)))
  }

  const need = name => {
    if (!ready.has(name)) {
      const exports = {}
      const url = new URL(name, home).href
      ready.set(name, exports)
      // Without a worker, the search's engine works on the page: a worker is another file to fetch
      bodies.get(name)(exports, url, other => need(nameOf(other, url)), other => load(nameOf(other, url)), fetch, undefined)
    }
    return ready.get(name)
  }

  const load = async name => {
    if (!bodies.has(name)) await unpack()
    return need(name)
  }

  return { define: (name, body) => bodies.set(name, body), start: names => names.split(" ").forEach(need), files: {} }
})()
