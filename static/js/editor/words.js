// What scripts say: the sentences stand in the page, translated (templates/admin/editor/words.html).
const words = new Map();
for (const term of document.querySelectorAll("#words dt")) {
  words.set(term.textContent.trim(), term.nextElementSibling.textContent.trim());
}

export function word(name, values = {}) {
  return (words.get(name) ?? name).replace(/%(\w+)%/g, (all, key) => values[key] ?? all);
}

// To those who listen rather than look.
export function say(text) {
  const said = document.getElementById("said");
  said.textContent = "";
  requestAnimationFrame(() => {
    said.textContent = text;
  });
}

// A moment in the reader's own time zone; with the day where it is not today.
export function clock(moment) {
  const date = new Date(moment);
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const isToday = date.toDateString() === new Date().toDateString();
  const parts = isToday ? time : { day: "numeric", month: "short", ...time };
  return date.toLocaleString(document.documentElement.lang, parts);
}
