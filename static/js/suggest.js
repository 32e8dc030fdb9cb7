// Offers names under a box while somebody types: a combobox with a list, with the keys of WAI-ARIA's Authoring
// Practices. Its address (data-names) is asked for what begins as the text does. Without this the form works as it is.
const PAUSE = 150; // milliseconds without a key

for (const field of document.querySelectorAll("input[data-names]")) combine(field);

function combine(field) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let timer, current;
  list.id = `${field.id}-names`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = field.labels[0].textContent;
  list.hidden = true;
  status.className = "visually-hidden";
  status.role = "status";
  field.after(list, status);
  field.role = "combobox";
  field.autocomplete = "off";
  field.ariaAutoComplete = "list";
  field.ariaExpanded = "false";
  field.setAttribute("aria-controls", list.id);

  async function offer() {
    const text = field.value.trim();
    if (!text) return close();
    const address = `${field.dataset.names}?${new URLSearchParams({ q: text.toLowerCase() })}`;
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return close();
    const { names, status: words } = await answer.json();
    if (text !== field.value.trim() || document.activeElement !== field) return;
    list.replaceChildren(...names.map(option));
    status.textContent = words;
    mark(null);
    list.hidden = !names.length;
    field.ariaExpanded = String(!list.hidden);
  }

  function option({ name, note, value = "" }, number) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    item.id = `${list.id}-${number}`;
    item.className = "suggestions__item";
    item.role = "option";
    item.ariaSelected = "false";
    item.dataset.name = name;
    item.dataset.value = value;
    words.textContent = name;
    item.append(words);
    if (note) {
      const small = document.createElement("small");
      small.textContent = note;
      item.append(" ", small);
    }
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    item.addEventListener("click", () => choose(item));
    return item;
  }

  function mark(item) {
    if (current) current.ariaSelected = "false";
    current = item;
    if (!item) return field.removeAttribute("aria-activedescendant");
    item.ariaSelected = "true";
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
  }

  function close() {
    clearTimeout(timer);
    mark(null);
    list.hidden = true;
    field.ariaExpanded = "false";
    status.textContent = "";
  }

  // A box for names alone (data-value is the parameter's name) sends what the name stands for; others the name itself.
  function choose(item) {
    close();
    field.value = field.dataset.value ? "" : item.dataset.name;
    if (field.dataset.value) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = field.dataset.value;
      hidden.value = item.dataset.value;
      field.before(hidden);
    }
    field.form.requestSubmit();
  }

  function move(step) {
    if (list.hidden) return offer();
    const { children } = list;
    const from = current ? [...children].indexOf(current) : step > 0 ? -1 : children.length;
    mark(children[from + step] ?? null); // past either end is the text itself
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => choose(current),
    Escape: close,
  };
  field.addEventListener("keydown", (event) => {
    const isOurs = event.key === "Enter" ? current : event.key === "Escape" ? !list.hidden : event.key in keys;
    if (!isOurs || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, PAUSE);
  });
  field.addEventListener("blur", close);
}
