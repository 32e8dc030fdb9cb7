// Gathers up to four profiles, in this tab alone. Without it the links lead to the comparison itself.
const tray = document.querySelector(".tray");
const [list, row, full, open] = [".tray__list", "template", ".tray__full", ".tray__open"].map((part) => tray.querySelector(part));
const said = document.getElementById("compare-said");
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

let chosen = new Map();
try {
  chosen = new Map(JSON.parse(sessionStorage.compare));
} catch {
  // Nothing is kept yet, or ever.
}

function toggle(slug, name) {
  const has = chosen.has(slug);
  full.hidden = has || chosen.size < 4;
  if (!full.hidden) return;
  if (has) chosen.delete(slug);
  else chosen.set(slug, name);
  said.textContent = `${has ? said.dataset.removed : said.dataset.added} ${name}`;
  try {
    sessionStorage.compare = JSON.stringify([...chosen]);
  } catch {}
  show();
}

function show() {
  tray.hidden = !chosen.size;
  for (const button of buttons) button.ariaPressed = chosen.has(button.value);
  open.href = `${home}?${new URLSearchParams([...chosen.keys()].map((slug) => ["profile", slug]))}`;
  list.replaceChildren(
    ...[...chosen].map(([slug, name]) => {
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
