// Copies a text or the link of a finding, and says so. Without it the links work as links.
const status = document.querySelector("[data-copied]");

async function copy(text) {
  let words = status.dataset.copied;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    words = status.dataset.failed;
  }
  status.textContent = "";
  status.classList.add("toast");
  // A new turn, so that the same words are announced again.
  setTimeout(() => (status.textContent = words), 50);
  clearTimeout(copy.timer);
  copy.timer = setTimeout(() => {
    status.textContent = "";
    status.classList.remove("toast");
  }, 4000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(document.querySelector(button.dataset.copy).innerText.trim()));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) copy(link.href);
});
