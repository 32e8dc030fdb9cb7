// The form of a place: shows what its level asks for. A local place lies in another one and has no codes.

const level = document.querySelector("select[data-local]");

function show() {
  const isLocal = level.dataset.local.split(" ").includes(level.value);
  const isChosen = level.value !== "";
  document.querySelector(".field-parent").hidden = isChosen && !isLocal;
  for (const field of ["iso2", "iso3", "m49"]) {
    document.querySelector(`.field-${field}`).hidden = isLocal;
  }
}

if (level) {
  level.addEventListener("change", show);
  show();
}
