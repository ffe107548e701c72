/* A short link leads to the language that its reader chose here last, else to the first of theirs that the guide has. */
{
  let kept
  try { kept = localStorage.getItem("kvm-guide.language") } catch { /* Nothing is kept here */ }
  const links = [...document.querySelectorAll("a[hreflang]")]
  const link = [kept, ...navigator.languages]
    .map(wanted => links.find(one => wanted && wanted.split("-")[0] === one.hreflang))
    .find(Boolean) ?? links[0]
  link.search = location.search
  location.replace(link.href)
}
