/* What the card of a step has of the release that the reader chose, where that is another than the card's own. */
export const there = step => {
  const { kgDebian } = document.documentElement.dataset
  return [...step.querySelectorAll("[data-release]")].find(one => one.dataset.release === kgDebian)
}
