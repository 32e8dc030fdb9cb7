// Many findings out of one pasted text. Lines that were broken by a page are joined with a space; no letter
// inside a line is changed. A bullet or number starts a finding, an empty line ends one. Where there is
// neither, a line that ends a sentence ends a finding, if the next line does not go on in small letters.
const SIGN = "[•▪◦‣⁃∙●○■□➢❖✓✔\\uf0a7\\uf0b7\\uf0d8–—*·-]";
// Word writes its second and third bullet as a letter and a tab.
const BULLET = new RegExp(`^(?:(?:${SIGN}|\\(?\\d{1,2}[.)]|\\(?[a-z]\\))(?:\\s+|$)|[o§]\\t\\s*)`);
const SOLID = /^[•▪◦‣⁃∙●○■□➢❖✓✔\uf0a7\uf0b7\uf0d8]/; // needs no space after it
const SENTENCE = /[.;!?؟…]["”’»)\]]*$/;
const HYPHEN = /\p{L}-$/u; // what follows a hyphen at the end of a line goes on in the same word
const GOES_ON = /^[\p{Ll}(]/u;

export function split(text) {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const isMarked = lines.some((line) => BULLET.test(line) || SOLID.test(line));
  const isSpaced = text.trim().split(/\r\n|\r|\n/).some((line) => !line.trim());
  const findings = [];
  let isOpen = false;
  let last = "";
  for (const line of lines) {
    const bare = line.replace(BULLET, "").replace(SOLID, "").trim();
    const ends = !isMarked && !isSpaced && SENTENCE.test(last) && !GOES_ON.test(line);
    if (!line) isOpen = false;
    else if (!isOpen || bare !== line || ends) {
      findings.push(bare);
      isOpen = true;
    } else {
      const start = findings.pop();
      findings.push(`${start}${HYPHEN.test(start) ? "" : " "}${line}`.trim());
    }
    last = line;
  }
  return findings.filter(Boolean);
}
