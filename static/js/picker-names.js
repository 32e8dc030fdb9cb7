// Gives the boxes that Django makes of <select> elements the name of their label; they are drawn by its own
// script, which leaves it out. Without this a screen reader says only what is chosen.
function name() {
  for (const box of document.querySelectorAll(".select2-selection:not([data-labelled])")) {
    const select = box.closest(".select2").previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${select.id}"]`);
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim());
    box.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
    box.dataset.labelled = "";
  }
}

new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
name();
