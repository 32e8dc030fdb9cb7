// The public page beside the text: shown or not, as it was left; loaded anew after each save.
const KEY = "mgi-editor-preview";

export function start() {
  const toggle = document.getElementById("preview-toggle");
  const section = document.getElementById("preview");
  const frame = section.querySelector("iframe");
  const wide = matchMedia("(min-width: 64rem)");

  function remembered() {
    try {
      return localStorage.getItem(KEY) === "on";
    } catch {
      return false;
    }
  }

  function show(isOn) {
    toggle.setAttribute("aria-pressed", String(isOn));
    section.hidden = !isOn;
    document.getElementById("editor").classList.toggle("has-preview", isOn);
    if (isOn && !frame.src) frame.src = frame.dataset.src;
  }

  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const isOn = section.hidden;
    show(isOn);
    try {
      localStorage.setItem(KEY, isOn ? "on" : "off");
    } catch {
      // It is forgotten, that is all.
    }
  });
  show(wide.matches && remembered());

  return function refresh() {
    if (!section.hidden && frame.src) frame.contentWindow.location.reload();
  };
}
