// The row of pages at the foot of a phone's window: tells a screen reader that it is one, and which page is open.

export default function ({ data, parentElement }) {
  const row = parentElement.closest(".st-key-page-row");
  row.setAttribute("role", "navigation");
  row.setAttribute("aria-label", "Main pages");
  const isOpen = (link) => link.getAttribute("href").replace(/^\//, "") === data.path;
  const mark = () => {
    const links = [...row.querySelectorAll("a")], more = row.querySelector("button");
    const current = links.find(isOpen) ?? (data.isInMore ? more : null);
    for (const each of [...links, more]) {
      if (each === current) each.setAttribute("aria-current", "page");
      else each?.removeAttribute("aria-current");
    }
  };
  // Streamlit draws the links when it has loaded what draws them, which may be later.
  const watch = new MutationObserver(mark);
  watch.observe(row, { childList: true, subtree: true });
  mark();
  return () => watch.disconnect();
}
