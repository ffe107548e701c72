/* For readers who ask for little motion: what the theme lets glide is there at once. */
const { scrollTo } = Element.prototype
Element.prototype.scrollTo = function (...to) {
  scrollTo.apply(this, to[0]?.behavior ? [{ ...to[0], behavior: "instant" }] : to)
}
