// Build the outlines of the world from the npm package world-atlas (Natural Earth, 1:50 million).
//
//     npm ci --ignore-scripts
//     node scripts/build_map.mjs
//
// It writes static/img/world.svg (each country by its UN M49 number), profiles/svg/world.json (which are in
// it, how large, and how they were projected), tests/data/projection.json (points as d3 projects them) and the
// licence. Run it again only to change the map; its output is committed.
//
// The order matters: simplified on the sphere first, projected after. The other way round rings turn inside
// out, and lines run across the whole map where it is cut.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoContains, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature, mergeArcs } from "topojson-client";
import { presimplify, quantile, simplify, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 1000;
const MERIDIAN = 11; // In the middle, so that the cut runs through the Bering Strait and parts no country.
const NORTH = 83.7;
const SOUTH = -57; // Antarctica is left away.
const GRID = 4; // Whole numbers of the file for one unit of the map.
const SHARE = 0.1; // Of the points, those that matter most are kept.
const SMALLEST = 3.5; // What is smaller, in square units, is a dot.
const SPECK = 0.6; // Islands that are smaller are left away where their country has larger ones.
const ANTARCTICA = "010";

// Where the atlas draws who holds an area, the map of the United Nations is followed (decision 11).
const CRIMEA = [34.1, 45.2];
const [RUSSIA, UKRAINE] = ["643", "804"];
const PARTS = { "N. Cyprus": "196", Somaliland: "706" };

const ROOT = new URL("..", import.meta.url);
const ATLAS = new URL("node_modules/world-atlas/", ROOT);
const read = (url) => JSON.parse(readFileSync(url));
const { version } = read(new URL("package.json", ATLAS));
const places = read(new URL("fixtures/places.json", ROOT)).map(({ fields }) => fields);

const projection = geoNaturalEarth1().rotate([-MERIDIAN, 0]).precision(0.1).fitWidth(WIDTH, { type: "Sphere" });
projection.translate([WIDTH / 2, projection.translate()[1] - projection([MERIDIAN, NORTH])[1]]);
const path = geoPath(projection);
const height = Math.ceil(projection([MERIDIAN, SOUTH])[1]);

function simplified() {
  const weighed = presimplify(asTheUnitedNationsDraw(read(new URL("countries-50m.json", ATLAS))), sphericalTriangleArea);
  return simplify(weighed, quantile(weighed, SHARE));
}

/** The same topology with Crimea in Ukraine, Northern Cyprus in Cyprus and Somaliland in Somalia. */
function asTheUnitedNationsDraw(topology) {
  const { geometries } = topology.objects.countries;
  const byNumber = (number) => geometries.find(({ id }) => id === number);
  const russia = byNumber(RUSSIA);
  const isCrimea = (arcs) => geoContains(feature(topology, { type: "Polygon", arcs }), CRIMEA);
  const crimea = russia.arcs.find(isCrimea);
  if (!crimea) throw new Error("Crimea was not found: look at the map anew.");
  russia.arcs = russia.arcs.filter((arcs) => arcs !== crimea);
  join(topology, byNumber(UKRAINE), { type: "Polygon", arcs: crimea });
  for (const [name, number] of Object.entries(PARTS)) {
    const part = geometries.find(({ properties }) => properties.name === name);
    join(topology, byNumber(number), part);
    geometries.splice(geometries.indexOf(part), 1);
  }
  return topology;
}

function join(topology, country, part) {
  Object.assign(country, mergeArcs(topology, [{ type: country.type, arcs: country.arcs }, part]));
}

/** The islands of a country, largest first, with their area in square units. */
function islands({ geometry: { type, coordinates } }) {
  return (type === "Polygon" ? [coordinates] : coordinates)
    .map((rings) => ({ type: "Polygon", coordinates: rings }))
    .filter((polygon) => geoArea(polygon) < 2 * Math.PI) // A ring without area is the rest of the world.
    .map((polygon) => ({ polygon, area: path.area(polygon) }))
    .sort((one, other) => other.area - one.area);
}

/** The shortest path of whole numbers: relative, and without points that fall together. */
function outline(polygon) {
  return [...(path(polygon) ?? "").matchAll(/M([^MZ]+)Z/g)].map(([, points]) => ring(points)).join("");
}

function ring(drawn) {
  const points = drawn.split("L").map((point) => point.split(",").map((value) => Math.round(value * GRID)));
  const kept = points.filter((point, i) => i === 0 || String(point) !== String(points[i - 1]));
  while (kept.length > 1 && String(kept.at(-1)) === String(kept[0])) kept.pop();
  if (kept.length < 3) return "";
  const steps = kept.slice(1).map(([x, y], i) => `${x - kept[i][0]} ${y - kept[i][1]}`);
  return `M${kept[0].join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

function draw() {
  const shapes = [];
  const topology = simplified();
  for (const country of feature(topology, topology.objects.countries).features) {
    if (country.id === ANTARCTICA) continue;
    const drawn = islands(country).filter(({ area }, i) => i === 0 || area >= SPECK);
    const area = drawn.reduce((sum, island) => sum + island.area, 0);
    const d = drawn.map(({ polygon }) => outline(polygon)).join("");
    if (area >= SMALLEST && d) shapes.push({ id: country.id ?? "", d, area });
  }
  return shapes.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Places without a shape as points; those beyond the cut a second time at the other edge, for Oceania. */
function points(shapes) {
  const drawn = new Set(shapes.map(({ id }) => id));
  const width = projection([MERIDIAN + 179.999, 0])[0] - projection([MERIDIAN - 179.999, 0])[0];
  return places
    .filter(({ m49, latitude }) => !drawn.has(m49) && latitude > SOUTH)
    .flatMap(({ longitude, latitude }) => {
      const [x, y] = projection([longitude, latitude]);
      const turn = (width * (projection([MERIDIAN + 90, latitude])[0] - WIDTH / 2)) / (projection([MERIDIAN + 90, 0])[0] - WIDTH / 2);
      return longitude < MERIDIAN - 180 + 60 ? [[x, y], [x + turn, y]] : [[x, y]];
    })
    .map((point) => point.map((value) => Math.round(value * GRID)).join(" "));
}

function write(name, text) {
  writeFileSync(new URL(name, ROOT), text);
  console.log(`${name}: ${text.length} characters`);
}

const shapes = draw();
const still = 'vector-effect="non-scaling-stroke"';
write(
  "static/img/world.svg",
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"><g id="world">`,
    ...shapes.map(({ id, d }) => `<path${id && ` id="c${id}"`} transform="scale(${1 / GRID})" ${still} d="${d}"/>`),
    // Their colour is that of the page’s land, and not of the lines between countries.
    `<path id="dots" stroke="currentColor" stroke-width="3" stroke-linecap="round" transform="scale(${1 / GRID})" ${still} d="${points(shapes).map((at) => `M${at}h0`).join("")}"/>`,
    "</g></svg>\n",
  ].join("\n"),
);
write(
  "profiles/svg/world.json",
  `${JSON.stringify(
    {
      source: `world-atlas ${version}, static/img/LICENSE-world-atlas.txt`,
      width: WIDTH,
      height,
      meridian: MERIDIAN,
      scale: Number(projection.scale().toFixed(6)),
      equator: Number(projection.translate()[1].toFixed(6)),
      areas: Object.fromEntries(shapes.filter(({ id }) => id).map(({ id, area }) => [id, Math.round(area)])),
    },
    null,
    1,
  )}\n`,
);
const samples = [[11, 0], [-169, 0], [190.9, 0], [0, 0], [-7.99, 12.65], [179.9, -41], [-155, 20], [60, 83.7], [-70, -55]];
write("tests/data/projection.json", `${JSON.stringify(samples.map((at) => ({ at, point: projection(at) })), null, 1)}\n`);
copyFileSync(new URL("LICENSE", ATLAS), new URL("static/img/LICENSE-world-atlas.txt", ROOT));
