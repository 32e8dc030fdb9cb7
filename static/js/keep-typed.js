// Keeps what is typed in several boxes of one page while one of them is sent: each text area with data-keep is
// remembered, and filled in again after the page has come back. Without it each box is sent alone.
// data-keep names who types: what somebody left behind is not shown to the next to sign in there. A user's text
// outlives the tab, for 30 days; a visitor without a name may sit at a strange machine: theirs goes with the tab.
const boxes = [...document.querySelectorAll("textarea[data-keep]")];
const page = location.pathname.split("/comments/")[0];
const who = boxes[0]?.dataset.keep ?? "";
const LONGEST = 30 * 24 * 3600 * 1000;
const key = (box) => `typed:${who}:${page}:${box.id}`;

function remember(box, text) {
  try {
    const store = who ? localStorage : sessionStorage;
    if (text) store.setItem(key(box), JSON.stringify({ text, at: Date.now() }));
    else store.removeItem(key(box));
  } catch {
    // A browser that keeps nothing: the boxes work as they do without this.
  }
}

function recall(box) {
  try {
    const { text, at } = JSON.parse((who ? localStorage : sessionStorage).getItem(key(box)));
    return Date.now() - at < LONGEST ? text : "";
  } catch {
    return "";
  }
}

// Sent, and to be read on the page now: then it is stored. A refusal or a lost session brings it back.
function isStored(text) {
  const plain = (words) => words.replace(/\s+/g, " ").trim();
  return plain(document.body.textContent).includes(plain(text));
}

for (const box of boxes) {
  const stored = recall(box);
  if (stored && recall({ id: `${box.id}:sent` }) && isStored(stored)) remember(box, "");
  else if (stored && !box.value) {
    box.value = stored;
    box.closest("details")?.setAttribute("open", "");
  }
  box.addEventListener("input", () => remember(box, box.value));
  remember({ id: `${box.id}:sent` }, "");
  box.form.addEventListener("submit", () => remember({ id: `${box.id}:sent` }, "1"));
}
