// What every public page runs; alone on those that are read from top to bottom.
import "../suggest.js";
