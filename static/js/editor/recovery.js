// Text that was typed but never saved is offered back, with what differs. Putting it back sends it as the form
// would: over the version it was written on, so that the server sees whether somebody saved since.
import { fieldsOf, same } from "./fields.js";
import { copies, drop } from "./local-copies.js";
import { clock } from "./messages.js";
import { difference } from "./text-diff.js";

const WORDY = /^(introduction$|change_note$|reference$|(?!(list|position|delete|original|right)-)[a-z_]+-)/;

// The two texts as nodes: what is alike at both ends stays plain, the middle is struck through and underlined.
function nodes(old, now) {
  const { start: alike, removed, added, end } = difference(old, now);
  const mark = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  return [alike, ...(removed ? [mark("del", removed), " "] : []), ...(added ? [mark("ins", added)] : []), end];
}

// Each text that the copy has otherwise than the page, by what stands before its field.
function differences(form, copy) {
  const now = new Map(fieldsOf(form));
  const then = new Map(copy.fields);
  const names = [...new Set([...then.keys(), ...now.keys()])].filter((name) => WORDY.test(name));
  return names
    .filter((name) => (now.get(name) ?? "").trim() !== (then.get(name) ?? "").replaceAll("\r\n", "\n").trim())
    .flatMap((name) => {
      const term = document.createElement("dt");
      const description = document.createElement("dd");
      const label = form.querySelector(`[for="${name}"]`) ?? document.querySelector(`#new-finding`)
        ?.content.querySelector(`[for="${name.replace(/-.*/, "-__key__")}"]`);
      term.textContent = label?.textContent.trim() ?? name;
      description.append(...nodes(now.get(name) ?? "", then.get(name) ?? ""));
      return [term, description];
    });
}

function putBack(form, copy) {
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", action: form.action, hidden: true });
  const frame = {
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    version: copy.version,
    base: copy.base,
    kept: copy.id,
  };
  for (const [name, value] of [...copy.fields, ...Object.entries(frame)]) {
    sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(sent);
  sent.submit(); // The copy goes when the page comes back and says that it is stored.
}

export function start(form) {
  const settled = new URLSearchParams(location.search).get("settled");
  if (settled) history.replaceState(null, "", location.pathname);
  const now = fieldsOf(form);
  const [copy] = copies().filter(({ id, fields }) => {
    const isOffered = id !== settled && !same(fields, now);
    if (!isOffered) drop(id);
    return isOffered;
  });
  if (!copy) return;
  const place = document.getElementById("kept");
  place.querySelector("time").textContent = clock(copy.at);
  place.querySelector("time").dateTime = new Date(copy.at).toISOString();
  place.querySelector("dl").replaceChildren(...differences(form, copy));
  place.hidden = false;
  place.addEventListener("click", ({ target }) => {
    if (target.dataset.kept === "back") putBack(form, copy);
    if (target.dataset.kept === "drop") {
      drop(copy.id);
      place.hidden = true;
      form.querySelector("textarea")?.focus();
    }
  });
}
