// The box "sources" of a finding: a line begins with the number of a source, and may go on with the place in it.

export function isCited(text, number) {
  return new RegExp(`^\\s*0*${number}(?!\\d)`, "m").test(text);
}

export function withCitation(text, number) {
  return `${text.trimEnd()}${text.trim() ? "\n" : ""}${number}: `;
}
