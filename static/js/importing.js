// The lines of an imported document: Shift selects all between two; the bar is there when lines are selected,
// and says how many.
const list = document.querySelector(".importing-lines");

if (list) {
  const form = list.closest("form");
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const bar = form.querySelector(".importing-bar");
  const count = form.querySelector(".importing-count");
  const numbers = form.elements.lines;
  let last = null;

  function selected() {
    return boxes.filter((box) => box.checked);
  }

  function show() {
    const number = selected().length;
    bar.classList.toggle("is-idle", number === 0);
    count.hidden = number === 0;
    count.value = number ? `(${number.toLocaleString(document.documentElement.lang)})` : "";
    for (const box of boxes) box.closest("li").classList.toggle("is-selected", box.checked);
  }

  list.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [first, end] = [Math.min(at, last), Math.max(at, last)];
      for (const box of boxes.slice(first, end + 1)) box.checked = event.target.checked;
    }
    last = at;
    show();
  });

  // All in one field: a thousand fields are more than the server takes.
  form.addEventListener("submit", () => {
    numbers.value = selected().map((box) => box.value).join(" ");
    numbers.disabled = false;
    for (const box of boxes) box.disabled = true;
  });

  // This is the page again that the browser had kept.
  window.addEventListener("pageshow", () => {
    numbers.disabled = true;
    for (const box of boxes) box.disabled = false;
    show();
  });

  // Screen readers tell what a live region says only when it changes.
  for (const status of form.querySelectorAll("[role=status]")) {
    if (!location.hash && status.closest(".importing-bar")) continue;
    const text = status.textContent;
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 500);
  }
}
