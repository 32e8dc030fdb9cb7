// Gathers up to four profiles, in this tab alone. Without it the links lead to the comparison itself.
const tray = document.querySelector(".tray");
const [list, row, full, open] = [".tray__list", "template", ".tray__full", ".tray__open"].map((part) => tray.querySelector(part));
const status = document.getElementById("compare-status");
const home = open.href;
const buttons = [...document.querySelectorAll(".compare-link")].map((link) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.value = new URL(link.href).searchParams.get("profile");
  button.append(...link.childNodes);
  button.onclick = () => toggle(button.value, button.querySelector("span").textContent);
  link.replaceWith(button);
  return button;
});

let selection = new Map();
try {
  selection = new Map(JSON.parse(sessionStorage.compare));
} catch {
  // Nothing is kept yet, or ever.
}

function toggle(slug, name) {
  const has = selection.has(slug);
  full.hidden = has || selection.size < 4;
  if (!full.hidden) return;
  if (has) selection.delete(slug);
  else selection.set(slug, name);
  status.textContent = `${has ? status.dataset.removed : status.dataset.added} ${name}`;
  try {
    sessionStorage.compare = JSON.stringify([...selection]);
  } catch {
    // It is forgotten with the page, that is all.
  }
  show();
}

function show() {
  tray.hidden = !selection.size;
  for (const button of buttons) button.ariaPressed = selection.has(button.value);
  open.href = `${home}?${new URLSearchParams([...selection.keys()].map((slug) => ["profile", slug]))}`;
  list.replaceChildren(
    ...[...selection].map(([slug, name]) => {
      const item = row.content.cloneNode(true);
      item.querySelector("span").textContent = name;
      const remove = item.querySelector("button");
      remove.lastChild.append(` ${name}`);
      remove.onclick = () => {
        toggle(slug, name);
        (list.querySelector("button") ?? buttons[0])?.focus();
      };
      return item;
    }),
  );
}

show();
addEventListener("pageshow", (event) => event.persisted && location.reload());
