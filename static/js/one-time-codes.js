// Print and copy the one-time codes of the page. Without it they are there to be written down.
const tools = document.getElementById("code-tools");
const status = tools.querySelector("[role=status]");
const codes = [...document.querySelectorAll("#codes code")].map((code) => code.textContent);

tools.hidden = false;
tools.querySelector("[data-print]").addEventListener("click", () => window.print());
tools.querySelector("[data-copy]").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(`${codes.join("\n")}\n`);
    status.textContent = status.dataset.copied;
  } catch {
    status.textContent = status.dataset.notCopied;
  }
});
