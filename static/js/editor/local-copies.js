// What is typed is copied into this browser until it is saved: it outlives a lost connection and a closed tab.
const editor = document.getElementById("editor");
const PREFIX = `mgi-editor:${editor.dataset.text}:`;

// Each page keeps a copy of its own, and takes away no other: two tabs do not write over each other.
export const PAGE = `${Date.now()}${Math.floor(Math.random() * 1000)}`;
const LONGEST = 30 * 24 * 3600 * 1000;

// Storage may be full, or forbidden: then the page works as it does without it.
function safely(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

// `base` says what the text was like that the user had before them: it belongs to the version.
export function keep(version, fields, base) {
  const copy = { version, fields, base, user: editor.dataset.user, at: Date.now() };
  return safely(() => localStorage.setItem(PREFIX + PAGE, JSON.stringify(copy)) === undefined);
}

export function drop(id = PAGE) {
  safely(() => localStorage.removeItem(PREFIX + id));
}

// A copy may be older than the page: what was called "area" is now "indicator_area".
export function withPresentName([name, value]) {
  return [name.replace(/^area-/, "indicator_area-"), value];
}

// Return this user's copies of this text, newest first; those that are too old go.
export function copies() {
  const names = safely(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) ?? [];
  const own = [];
  for (const name of names) {
    const copy = safely(() => JSON.parse(localStorage.getItem(name)));
    if (!copy || Date.now() - copy.at > LONGEST) safely(() => localStorage.removeItem(name));
    else if (copy.user === editor.dataset.user) {
      own.push({ ...copy, fields: copy.fields.map(withPresentName), id: name.slice(PREFIX.length) });
    }
  }
  return own.sort((one, other) => other.at - one.at);
}
