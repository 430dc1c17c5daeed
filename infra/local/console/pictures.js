/** Small drawings for products, so that the catalog looks like one without loading a picture from anywhere. */

import { svg } from './dom.js';

const COLOURS = [
  [/taro/i, '#a98fd0'], [/brown sugar|chocolate/i, '#97643a'], [/matcha|moong/i, '#86ad55'], [/mango|mustard|ghee|toor/i, '#eab03c'], [/lychee|soap/i, '#eba3b3'],
  [/thai|masala/i, '#d9772f'], [/classic|assam|tea/i, '#b98757'], [/pearl/i, '#4a3a31'], [/pudding|waffle|biscuit|sunflower/i, '#efc26a'], [/mochi|rice|salt|sugar/i, '#cfd8dc'],
  [/flour|atta/i, '#dcc39a'], [/detergent/i, '#6fa8dc'], [/incense/i, '#a2708a'],
];

/** A picture of a product, guessed from its English name: a cup, a bottle, a bag or a box in its colour, its ground wider than its frame. */
export function art(product) {
  const colour = COLOURS.find(([pattern]) => pattern.test(product.name))?.[1] ?? hashColour(product.sku);
  const shape = product.size ? cup : /oil|ghee/i.test(product.name) ? bottle : /rice|flour|dal|sugar|salt|detergent|tea\b/i.test(product.name) ? bag : round;
  return svg('svg', { class: 'art', viewBox: '0 0 64 64', 'aria-hidden': 'true' }, svg('rect', { x: -128, y: -64, width: 320, height: 192, fill: colour, opacity: 0.22 }), ...shape(colour));
}

const path = (d, fill, extra = {}) => svg('path', { d, fill, ...extra });
const dot = (cx, cy, r, fill) => svg('circle', { cx, cy, r, fill });

function cup(colour) {
  const pearls = [[26, 50], [32, 51.5], [38, 50], [29, 45.5], [35, 45.5]].map(([x, y]) => dot(x, y, 2.6, '#3b2a22'));
  const straw = path('M36 20 40 5l3.6 1-4 15Z', '#d2552a');
  return [straw, path('M19 19h26l-4 37H23Z', '#ffffff', { opacity: 0.75 }), path('M20.3 27h23.4L40.7 54.5H23.3Z', colour), ...pearls, path('M17 16.5h30v4H17Z', '#ffffff')];
}

function bottle(colour) {
  return [path('M28 8h8v9c5 3 8 7 8 12v24a4 4 0 0 1-4 4H24a4 4 0 0 1-4-4V29c0-5 3-9 8-12Z', colour), path('M20 34h24v13H20Z', '#ffffff', { opacity: 0.8 }), path('M27 6h10v5H27Z', '#5b4a3f')];
}

function bag(colour) {
  return [path('M19 14h26l4 38a5 5 0 0 1-5 5H20a5 5 0 0 1-5-5Z', colour), path('M19 14c3-5 23-5 26 0l-3 4H22Z', '#5b4a3f', { opacity: 0.55 }), path('M22 30h20v15H22Z', '#ffffff', { opacity: 0.8 })];
}

function round(colour) {
  return [path('M14 28h36v20a8 8 0 0 1-8 8H22a8 8 0 0 1-8-8Z', '#ffffff', { opacity: 0.85 }), dot(24, 26, 8, colour), dot(39, 26, 8, colour), dot(32, 20, 8, colour), path('M12 28h40v5H12Z', '#5b4a3f', { opacity: 0.35 })];
}

function hashColour(sku) {
  let hash = 7;
  for (const letter of sku) hash = (hash * 31 + letter.charCodeAt(0)) % 360;
  return `hsl(${hash} 45% 62%)`;
}
