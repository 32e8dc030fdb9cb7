// A comparison of profiles that are chosen.
import "../suggest.js";
import "../copy.js";
