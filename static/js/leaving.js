// Asks before what was typed into a form of the administration, and not sent, is left. The editor asks by itself
// (editor/save.js); what is typed into a box that keep-typed.js keeps is not lost by leaving, so it asks for nothing.
const form = document.querySelector('#content-main > form[id$="_form"]');
let isSent = false;

// Compared with what the page came with, and not with what stood there a moment later: browsers fill in again what
// was typed before a page was loaded anew.
function isChanged(field) {
  if (field.matches("select")) {
    const options = [...field.options];
    const isChosen = field.multiple || options.some((option) => option.defaultSelected);
    return options.some((option, at) => option.selected !== (isChosen ? option.defaultSelected : at === 0));
  }
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("input, textarea") && field.value !== field.defaultValue;
}

if (form) {
  // Handed back with its mistakes: nothing of what stands in it is stored.
  const isRefused = form.querySelector(".errornote") !== null;
  form.addEventListener("submit", () => {
    isSent = true;
  });
  // The sending was stopped, or this is the page again that the browser had kept.
  form.addEventListener("input", () => {
    isSent = false;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && (isRefused || [...form.elements].some(isChanged))) event.preventDefault();
  });
}
