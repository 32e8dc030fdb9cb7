// Closes the explanation of a term once the keyboard is at something else. Without it, Escape and its button do.
if (CSS.supports("selector(:popover-open)")) {
  document.addEventListener("focusin", ({ target }) => {
    const note = document.querySelector(".term-note:popover-open");
    // The button in the text closes it by itself: closed before, it would open again.
    if (note && !note.contains(target) && target.popoverTargetElement !== note) note.hidePopover();
  });
}
