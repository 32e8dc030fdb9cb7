// A profile, and each of its frozen revisions.
import "../suggest.js";
import "../wheel.js";
import "../copy.js";
import "../terms.js";
import "../compare-tray.js";
