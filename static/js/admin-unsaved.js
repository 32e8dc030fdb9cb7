// Marks a form of the desk as changed, and asks before leaving with unsaved text. Classic script: the
// administration's media list loads it.
"use strict";
{
  let unsaved = false;

  const watch = () => {
    const form = document.getElementById("revision_form");
    if (!form) {
      return;
    }
    const mark = document.getElementById("unsaved-mark");
    const note = () => {
      unsaved = true;
      if (mark) {
        mark.hidden = false;
      }
    };
    form.addEventListener("input", note);
    form.addEventListener("change", note);
    document.addEventListener("formset:removed", note);
    form.addEventListener("submit", () => {
      unsaved = false;
    });
    // Refused input is unsaved, too.
    if (form.querySelector(".errornote")) {
      note();
    }
  };

  document.addEventListener("DOMContentLoaded", watch);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
}
