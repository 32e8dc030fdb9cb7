// Offers the names of places and domains under a search box. They are fetched when somebody first comes to the
// box; the list is the browser's own, with its keys. Without this the form works as it is.
for (const field of document.querySelectorAll("input[data-names]")) {
  field.addEventListener("focus", () => offer(field), { once: true });
}

async function offer(field) {
  const answer = await fetch(field.dataset.names).catch(() => null);
  if (!answer?.ok) return;
  const list = document.createElement("datalist");
  list.id = `${field.id}-names`;
  for (const [name, note] of await answer.json()) {
    const option = document.createElement("option");
    option.value = name;
    if (note) option.label = note;
    list.append(option);
  }
  field.after(list);
  field.setAttribute("list", list.id);
}
