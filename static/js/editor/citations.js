// The box "sources" of a finding: a line names sources by their numbers, and may go on with the place in each.

// For a hint alone: the server reads the line exactly (imports/text/source_lines.py), and refuses what does not fit.
// A source begins the line, or stands after numbers alone, a semicolon or a bracket, or before a colon.
export function isCited(text, number) {
  const before = "^[\\d ,;&\\[]*(?<!\\d)|;\\s*\\[?|[)\\]][,;]?\\s*(?:and |et |y |e |und |& )?\\[?|[,\\s](?=0*\\d+\\s*:)";
  return new RegExp(`(?:${before})0*${number}(?!\\w)`, "m").test(text);
}

export function withCitation(text, number) {
  return `${text.trimEnd()}${text.trim() ? "\n" : ""}${number}: `;
}
