// The form as a list of names and values, in order: what is sent, kept and compared.
const FRAME = new Set(["csrfmiddlewaretoken", "version", "base", "deliberate"]);

export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name]) => !FRAME.has(name));
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// A key for a new row. crypto.randomUUID is missing where a page came without HTTPS.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// A row from its template, with its key and its list in place of the names that stand for them.
export function newRow(template, list = "") {
  const row = template.content.firstElementChild.cloneNode(true);
  const key = newKey();
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes("__key__")) attribute.value = attribute.value.replace("__key__", key);
    }
  }
  const choice = row.querySelector("select");
  if (choice) choice.value = list;
  return row;
}

// A text field is as high as its text; browsers that know how do it by themselves.
export function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 4}px`;
}

// Tell the rest of the page that a field has changed, as if it had been typed.
export function changed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}
