// What others have saved meanwhile comes onto the page, where nothing was typed since.

// Return {fields, base}: what is stored now, and its marks. `others` of the answer has, by the name of a field,
// its text and the name of its mark. A field that was typed in since keeps its text, and the mark that the text
// had before: so that the next save knows that both have changed it.
export function takeOthers(elements, fields, { base, others = {} }, before) {
  const marks = { ...base };
  const stored = fields.map(([name, value]) => {
    const other = others[name];
    if (!other) return [name, value];
    if (elements[name].value === value) {
      elements[name].value = other.text;
      return [name, elements[name].value];
    }
    if (before[other.mark] === undefined) delete marks[other.mark];
    else marks[other.mark] = before[other.mark];
    return [name, other.text];
  });
  return { fields: stored, base: marks };
}
