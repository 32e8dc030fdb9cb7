// What scripts say, translated: a JSON block of the page has it (profiles/admin/editor/messages.py).
const messages = JSON.parse(document.getElementById("editor-messages").textContent);

export function message(name, values = {}) {
  return (messages[name] ?? name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

// To those who listen rather than look.
export function announce(text) {
  const status = document.getElementById("announcement");
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = text;
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
