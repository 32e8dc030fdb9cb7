// Marks, on the wheel and on the strip of tabs, the domain that is being read.
const links = [...document.querySelectorAll(".wheel__link, .domain-tabs__link")];
const sections = [...new Set(links.map((link) => link.hash))].map((hash) => document.querySelector(hash)).filter(Boolean);

function mark(section) {
  for (const link of links) {
    if (section && link.hash === `#${section.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// The reading line lies a third of the way down the window; the section that it crosses is being read.
const crossed = new Set();
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) crossed.add(target);
      else crossed.delete(target);
    }
    mark(sections.findLast((section) => crossed.has(section)));
  },
  { rootMargin: "-33% 0px -66.9% 0px" },
);
for (const section of sections) observer.observe(section);
