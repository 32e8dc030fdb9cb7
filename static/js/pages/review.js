// A draft behind a private link.
import "../suggest.js";
import "../wheel.js";
import "../terms.js";
import "../keep-typed.js";
