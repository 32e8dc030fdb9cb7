// The editing screen of a revision: each module adds one behaviour to what all editing screens do.
import { start as startDragging } from "./drag.js";
import { start as startPasting } from "./paste.js";
import { start as startPreview } from "./preview.js";
import { offerComments, start as startRows } from "./rows.js";
import { form, prepare, start as startScreen } from "./screen.js";
import { showUnderstood, start as startSources } from "./sources.js";

prepare();
startRows();
startDragging(form);
startPasting(form);
startSources(form);
const refreshPreview = startPreview();
startScreen((data) => {
  showUnderstood(data.understood);
  refreshPreview();
  offerComments();
});
