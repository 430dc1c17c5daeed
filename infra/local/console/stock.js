/** The shelves of the chosen store: what is free, what is held for unpaid orders, and where reordering begins. */

import { getStock } from './api.js';
import { byId, empty, h, skeleton, toast } from './dom.js';
import { stockName } from './orders.js';
import { on, world } from './world.js';

/** What a full bar stands for, in reorder points, until more than that is seen. */
const FULL_IN_REORDER_POINTS = 2;

/** store id -> (item id -> {item, most}) */
const shelves = new Map();
/** item id -> row of the shown store */
let rows = new Map();

/** Wires the panel. */
export function startStock() {
  byId('stock').replaceChildren(...skeleton(8));
  on('store', () => { rows = new Map(); byId('stock').replaceChildren(...skeleton(8)); draw(); });
  on('stock', (item) => {
    if (!shelves.has(item.store)) return;
    remember(item.store, item);
    if (item.store === world.store?.id) draw();
  });
  on('reload', () => world.stores.forEach(({ id }) => read(id)));
}

async function read(storeId) {
  const items = await getStock(storeId).catch((error) => void toast(error.message, 'bad'));
  if (!items) return;
  const first = !shelves.has(storeId);
  if (first) shelves.set(storeId, new Map());
  // The emptiest shelves stand on top; later the order stays, so that no row jumps away under a finger.
  const sorted = first ? [...items].sort((one, other) => fill(one) - fill(other)) : items;
  sorted.forEach((item) => remember(storeId, item));
  if (storeId === world.store?.id) draw();
}

const fill = (item) => (item.reorder_point ? item.available / item.reorder_point : Infinity);

const isLow = (item) => Number.isFinite(item.reorder_point) && item.available <= item.reorder_point;

function remember(storeId, item) {
  const shelf = shelves.get(storeId);
  const before = shelf.get(item.id);
  const most = Math.max(before?.most ?? 0, item.available + (item.reserved ?? 0), (item.reorder_point ?? 0) * FULL_IN_REORDER_POINTS, 1);
  const entry = { item: { ...before?.item, ...item }, most };
  // A shelf that has just run low is what somebody should see: it alone jumps, to the top.
  if (before && !isLow(before.item) && isLow(item)) shelves.set(storeId, new Map([[item.id, entry], ...[...shelf].filter(([id]) => id !== item.id)]));
  else shelf.set(item.id, entry);
}

function draw() {
  const shelf = shelves.get(world.store?.id);
  if (!shelf) return;
  const low = [...shelf.values()].filter(({ item }) => isLow(item)).length;
  byId('stock-count').textContent = low ? `${low} low` : '';
  byId('stock-count').classList.toggle('warn', low > 0);
  if (shelf.size === 0) {
    byId('stock').replaceChildren(empty('shelf', 'No stock items', 'This store counts nothing yet.'));
    return;
  }
  for (const [id, entry] of shelf) {
    if (!rows.has(id)) rows.set(id, row(id));
    update(rows.get(id), entry);
  }
  const wanted = [...shelf.keys()].map((id) => rows.get(id).element);
  if (byId('stock').children.length !== wanted.length || wanted.some((element, index) => byId('stock').children[index] !== element)) byId('stock').replaceChildren(...wanted);
}

function row(id) {
  const parts = { number: h('strong', {}), held: h('small', {}), free: h('i', { class: 'free' }), reserved: h('i', { class: 'held' }), mark: h('b', {}), flag: h('span', { class: 'chip stock flag' }, 'low') };
  const element = h('div', { class: 'shelf', testid: `stock-${id}` },
    h('div', { class: 'shelf-head' }, h('span', { class: 'shelf-name' }, stockName(world.store.id, id)), parts.flag, h('span', { class: 'shelf-number' }, parts.held, parts.number)),
    h('div', { class: 'bar', 'aria-hidden': 'true' }, parts.free, parts.reserved, parts.mark));
  return { element, ...parts };
}

function update(parts, { item, most }) {
  const unit = /_(g|ml|kg|l)$/.exec(item.id)?.[1] ?? '';
  const { element } = parts;
  const reserved = item.reserved ?? 0;
  const changed = element.dataset.available !== undefined && element.dataset.available !== String(item.available);
  element.dataset.available = String(item.available);
  element.dataset.reserved = String(reserved);
  element.dataset.low = String(isLow(item));
  element.title = `${item.available} free, ${reserved} held for orders, reorder at ${item.reorder_point}`;
  parts.number.textContent = `${item.available.toLocaleString('en-US')}${unit ? ` ${unit}` : ''}`;
  parts.held.textContent = reserved ? `${reserved.toLocaleString('en-US')} held` : '';
  // The width of the whole bar changes by transform only: cheap to animate, and nothing around it moves.
  parts.free.style.setProperty('--share', item.available / most);
  parts.reserved.style.setProperty('--from', `${(100 * item.available) / most}%`);
  parts.reserved.style.setProperty('--share', reserved / most);
  parts.mark.style.setProperty('--at', `${Math.min(100, (100 * (item.reorder_point ?? 0)) / most)}%`);
  if (changed) flash(element);
}

function flash(element) {
  element.classList.remove('flash');
  void element.offsetWidth; // restarts the animation when changes follow each other
  element.classList.add('flash');
}
