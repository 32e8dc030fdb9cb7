// Copies a finding as a quotation, or a text of the page, and says so. Without it the links work as links.
const status = document.querySelector("[data-quotation]");
const toast = document.querySelector(".toast");
const [words, field] = toast.querySelectorAll(".toast__words, .toast__text");
const [addressOnly, close] = toast.querySelectorAll("button");
let opener, timer;

async function copy(text, message = status.dataset.copied, address = "") {
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain http there is no clipboard: select the text, and show it where the old way fails as well.
    copied = byHand(text);
  }
  show(copied ? message : status.dataset.byHand, copied ? "" : text, address);
}

function byHand(text) {
  toast.hidden = field.hidden = false;
  field.value = text;
  field.select();
  return document.execCommand("copy");
}

function show(message, text, address) {
  opener.after(toast);
  clearTimeout(timer);
  status.textContent = "";
  // A new turn, so that the same words are announced again.
  setTimeout(() => (status.textContent = message));
  words.textContent = message;
  field.hidden = !text;
  addressOnly.hidden = !address;
  addressOnly.dataset.address = address;
  toast.hidden = false;
  if (text) {
    field.value = text;
    field.select();
  } else {
    opener.focus({ preventScroll: true });
    timer = setTimeout(fade, 8000);
  }
}

// It goes by itself where nobody is at it; a text to copy by hand stays until it is closed.
function fade() {
  if (toast.matches(":hover, :focus-within")) timer = setTimeout(fade, 2000);
  else hide();
}

function hide() {
  clearTimeout(timer);
  if (toast.contains(document.activeElement)) opener.focus();
  toast.hidden = true;
  status.textContent = "";
}

function quotation(link) {
  const { place, month } = link.closest("[data-place]").dataset;
  const text = link.closest(".finding").querySelector(".finding__text").textContent.trim();
  const address = status.dataset.site + link.getAttribute("href");
  const parts = { text, place, month, address };
  return [status.dataset.quotation.replace(/\{(\w+)\}/g, (_, name) => parts[name]), address];
}

for (const label of document.querySelectorAll(".finding__link .visually-hidden")) {
  label.firstChild.data = `${status.dataset.copies} `;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    opener = button;
    copy(document.querySelector(button.dataset.copy).innerText.trim());
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".finding__link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  opener = link;
  const [text, address] = quotation(link);
  const anchor = link.closest(".finding").id;
  if (anchor) location.hash = anchor;
  copy(text, status.dataset.quoted, address);
});

addressOnly.addEventListener("click", () => copy(addressOnly.dataset.address));
close.addEventListener("click", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !toast.hidden) hide();
});
