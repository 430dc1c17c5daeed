/** The orders of the chosen store as staff would glance at them, and the memory of all stores' orders that gives events their words. */

import { getOrders } from './api.js';
import { byId, clock, clockSeconds, empty, h, icon, skeleton, toast } from './dom.js';
import { money } from './money.js';
import { inWords, said, shortId } from './words.js';
import { on, productBySku, storeById, tell, world } from './world.js';

const TONES = {
  draft: 'plain', received: 'order', awaiting_payment: 'stock', confirmed: 'money', preparing: 'order', ready: 'money', collected: 'plain', delivered: 'plain',
  dispatched: 'supply', out_for_delivery: 'supply', cancelled: 'plain', expired: 'plain', delivery_failed: 'trouble', returning: 'trouble', returned: 'plain',
};
const GATHER_MS = 150;

/** store id -> its orders, newest first */
const orders = new Map();
/** store id -> timer of the next reading */
const soon = new Map();
/** ids of the orders whose events are unfolded */
const unfolded = new Set();
/** order id -> {row, drawn} */
let rows = new Map();

/** Wires the panel. */
export function startOrders() {
  byId('orders').replaceChildren(...skeleton(4));
  on('store', draw);
  on('timeline', (event) => event.subject?.startsWith('ORDER#') && readSoon(event.store));
  on('payment', ({ store }) => readSoon(store));
  on('reload', () => world.stores.forEach(({ id }) => read(id)));
}

/** The order an event is about, or null while it is not known yet. */
export function orderOf({ store, subject }) {
  const id = String(subject ?? '').replace(/^ORDER#/, '');
  return orders.get(store)?.find((order) => order.id === id) ?? null;
}

/** A stock item in words: "tapioca_pearls_g" -> "Tapioca pearls", a sku -> its product. */
export function stockName(storeId, item) {
  const product = productBySku(storeById(storeId), item);
  if (product) return product.name;
  const name = String(item ?? '').replace(/_(g|ml|kg|l)$/, '').replaceAll('_', ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** An order's timeline as events of the live feed. */
export function eventsOf(storeId, order) {
  return (order.timeline ?? []).map((entry) => ({ store: storeId, subject: `ORDER#${order.id}`, ...entry }));
}

/** Tells one event from every other, also when it comes twice. */
export const eventKey = ({ store, subject, sequence, name }) => [store, subject, sequence, name].join('|');

/** A burst of events of one store costs one reading. */
function readSoon(storeId) {
  if (soon.has(storeId)) return;
  soon.set(storeId, setTimeout(() => { soon.delete(storeId); read(storeId); }, GATHER_MS));
}

async function read(storeId) {
  const items = await getOrders(storeId).catch((error) => void toast(error.message, 'bad'));
  if (!items) return;
  orders.set(storeId, items);
  if (world.store?.id === storeId) draw();
  tell('orders', { store: storeId, items });
}

function draw() {
  const list = orders.get(world.store?.id);
  if (!list) return;
  const open = list.filter((order) => ['received', 'awaiting_payment', 'confirmed', 'preparing', 'ready'].includes(order.status)).length;
  byId('orders-count').textContent = open ? `${open} open` : '';
  if (list.length === 0) {
    rows = new Map();
    byId('orders').replaceChildren(empty('receipt', 'No orders yet', 'Send a cart from the phone and it stands here, with its ticket once it is paid.'));
    return;
  }
  const next = new Map();
  for (const order of list) {
    const drawn = JSON.stringify([order, unfolded.has(order.id)]);
    const old = rows.get(order.id);
    const focused = old?.row.contains(document.activeElement);
    next.set(order.id, old?.drawn === drawn ? old : { drawn, row: row(order, old ? '' : rows.size ? ' fresh' : '') });
    if (focused && old.drawn !== drawn) queueMicrotask(() => next.get(order.id).row.querySelector('button').focus());
  }
  rows = next;
  byId('orders').replaceChildren(...[...rows.values()].map(({ row: element }) => element));
}

/** WhatsApp need not tell a name. */
const customerOf = ({ customer }) => customer.name || `Customer ${shortId(customer.id)}`;

function row(order, extra) {
  const isOpen = unfolded.has(order.id);
  const count = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const toggle = () => {
    if (isOpen) unfolded.delete(order.id);
    else unfolded.add(order.id);
    draw();
  };
  const head = h('button', { type: 'button', class: 'order-head', 'aria-expanded': String(isOpen), on: { click: toggle } },
    h('span', { class: `ticket${order.ticket ? '' : ' none'}`, title: order.ticket ? `Ticket ${order.ticket}` : 'No ticket before it is paid' }, h('span', { class: 'visually-hidden' }, 'Ticket '), order.ticket ?? '–'),
    h('span', { class: 'order-what' }, h('strong', {}, customerOf(order)), h('small', {}, `${count} ${count === 1 ? 'item' : 'items'} · ${shortId(order.id)}`)),
    h('span', { class: 'order-end' }, h('span', { class: `chip ${TONES[order.status] ?? 'plain'}` }, said(order.status)), h('small', {}, money(order.total, order.currency))),
    icon('chevron'));
  return h('article', { class: `order${isOpen ? ' open' : ''}${extra}`, testid: 'order-row', data: { orderId: order.id, status: order.status, ticket: order.ticket ?? '' } }, head, isOpen ? detail(order) : null);
}

function detail(order) {
  const lines = order.lines.map((line) => h('li', {}, h('span', {}, `${line.quantity} × ${line.name}`), h('span', {}, money(line.total, order.currency))));
  const known = { order, stockName: (item) => stockName(world.store.id, item) };
  const steps = eventsOf(world.store.id, order).map((event) => {
    const words = inWords(event, known);
    return h('li', { class: words.tone }, icon(words.icon), h('span', {}, words.text), h('time', { title: clockSeconds(event.at) }, clock(event.at)));
  });
  return h('div', { class: 'order-detail' }, h('ul', { class: 'order-lines' }, lines),
    h('ol', { class: 'order-steps', testid: 'order-timeline' }, steps.length ? steps : h('li', {}, 'Nothing recorded yet.')));
}
