// Profiles or places below each other: each can be put into a comparison.
import "../suggest.js";
import "../compare-tray.js";
