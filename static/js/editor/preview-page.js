// Inside the preview: what leads to another page opens in a new tab, as public pages show in no frame.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const isHere = link.pathname === location.pathname && link.host === location.host;
  if (!isHere) link.target = "_blank";
});
