// The translator's screen: what all editing screens do, and what there is to do from unit to unit.
import { prepare, start as startScreen } from "./screen.js";
import { start as startFilter } from "./unit-filter.js";
import { start as startKeys } from "./unit-keys.js";
import { start as startUnits } from "./units.js";

prepare();
const units = startUnits();
startFilter(units);
startKeys(units);
startScreen((data) => {
  for (const unit of units) unit.store(data.others?.[unit.area.name]);
});
