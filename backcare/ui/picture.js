// Puts in the drawings that the server made.
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("div");
  if (place.dataset.shown === data.shown) return; // The page was run again; the picture stays.
  place.innerHTML = data.drawings;
  place.dataset.shown = data.shown;
}
