// The rules for static/js/ and its tests: ESLint's recommended ones, and the names a browser gives.
import js from "@eslint/js";

const BROWSER = [
  ...["document", "window", "location", "history", "navigator", "crypto", "performance"],
  ...["localStorage", "sessionStorage", "matchMedia", "fetch", "CSS"],
  ...["addEventListener", "requestAnimationFrame", "setTimeout", "clearTimeout", "setInterval"],
  ...["Event", "FormData", "URL", "URLSearchParams", "IntersectionObserver", "MutationObserver"],
];
const NODE = ["URL", "console", "process"];

const globals = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

export default [
  js.configs.recommended,
  { rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" } },
  { files: ["static/js/**/*.js"], languageOptions: { sourceType: "module", globals: globals(BROWSER) } },
  { files: ["tests/js/**", "scripts/*.mjs"], languageOptions: { globals: globals(NODE) } },
];
