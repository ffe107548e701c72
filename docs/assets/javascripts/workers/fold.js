/* The theme's search worker, taught that "instalacion" is "instalación": each word is also indexed without its accents. */
const worker = location.search.slice(1)
if (/^search\.[0-9a-z]+\.min\.js$/.test(worker)) {
  importScripts(worker)
  const fold = word => word.normalize("NFD").replace(/\p{M}/gu, "")
  const run = self.lunr.Pipeline.prototype.run
  self.lunr.Pipeline.prototype.run = function (tokens) {
    const both = tokens.flatMap(token => {
      const plain = fold(token.str)
      return plain === token.str ? [token] : [token, token.clone(() => plain)]
    })
    return run.call(this, both)
  }
}
