// A domain with its findings in all places.
import "../suggest.js";
import "../copy.js";
import "../terms.js";
