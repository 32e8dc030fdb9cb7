// Keeps what is typed in several boxes of one page while one of them is sent: each text area with data-keep is
// remembered for this tab, and filled in again after the page has come back. Without it each box is sent alone.
const boxes = [...document.querySelectorAll("textarea[data-keep]")];
const page = location.pathname.split("/comments/")[0];
const key = (box) => `typed:${page}:${box.id}`;

function remember(box, text) {
  try {
    if (text) sessionStorage.setItem(key(box), text);
    else sessionStorage.removeItem(key(box));
  } catch {
    // A browser that keeps nothing: the boxes work as they do without this.
  }
}

function recall(box) {
  try {
    return sessionStorage.getItem(key(box)) ?? "";
  } catch {
    return "";
  }
}

for (const box of boxes) {
  const kept = recall(box);
  if (kept && !box.value) {
    box.value = kept;
    box.closest("details")?.setAttribute("open", "");
  }
  box.addEventListener("input", () => remember(box, box.value));
  // What is sent is stored, or comes back in the page that says why not.
  box.form.addEventListener("submit", () => remember(box, ""));
}
