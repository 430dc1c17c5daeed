/** The parcels of the chosen store as their couriers have them: what is heard next is the reader's choice. */

import { advanceParcel, getParcels, inOrder } from './api.js';
import { byId, clock, empty, h, icon, skeleton, toast } from './dom.js';
import { orderOf } from './orders.js';
import { said, shortId } from './words.js';
import { on, world } from './world.js';

const GATHER_MS = 250;
const DAY_MS = 86_400_000;
const COURIERS = { easypost: 'EasyPost', shiprocket: 'Shiprocket' };
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Contract's word -> [tone, icon, the button's words]. */
const SCANS = {
  pre_transit: ['plain', 'receipt', 'Label made'], in_transit: ['order', 'truck', 'In transit'], out_for_delivery: ['supply', 'truck', 'Out for delivery'], delivered: ['money', 'check', 'Delivered'],
  failed_attempt: ['trouble', 'alert', 'Nobody there'], available_for_pickup: ['supply', 'shop', 'At a counter'], return_to_sender: ['trouble', 'undo', 'Turns back'], returned: ['plain', 'box', 'Back at the store'],
  exception: ['trouble', 'alert', 'Lost'], cancelled: ['plain', 'close', 'Cancelled'],
};
/** What usually comes next. */
const NEXT = {
  pre_transit: ['in_transit', 'out_for_delivery'], in_transit: ['out_for_delivery', 'failed_attempt'], out_for_delivery: ['delivered', 'failed_attempt'], failed_attempt: ['out_for_delivery', 'return_to_sender'],
  available_for_pickup: ['delivered', 'return_to_sender'], return_to_sender: ['returned'], exception: ['in_transit', 'return_to_sender'],
};
const INBOUND_NEXT = { in_transit: ['delivered', 'exception'], out_for_delivery: ['delivered', 'failed_attempt'] };
/** What a courier has no word for. */
const UNKNOWN = { shiprocket: ['available_for_pickup'] };
const INSTRUCTIONS = { 're-attempt': 'Try again', return: 'Send it back', 'fake-attempt': 'Nobody really tried' };

let parcels = [];
let soon = null;
const underWay = new Set();
const begin = inOrder();
const unfolded = new Set();
/** tracking code -> {row, drawn} */
let rows = new Map();

/** Wires the panel. */
export function startParcels() {
  byId('parcels').replaceChildren(...skeleton(2));
  on('store', () => { parcels = []; read(); });
  on('parcel', ({ store }) => store === world.store?.id && readSoon());
  on('timeline', ({ store, name }) => store === world.store?.id && /^(Parcel|Delivery|Return)/.test(name ?? '') && readSoon());
  on('orders', ({ store }) => store === world.store?.id && draw());
  on('reload', read);
}

function readSoon() {
  soon ??= setTimeout(() => { soon = null; read(); }, GATHER_MS);
}

async function read() {
  const store = world.store?.id;
  if (!store) return;
  const isNewest = begin();
  const found = await getParcels(store).catch((error) => void toast(error.message, 'bad'));
  if (!found || store !== world.store.id || !isNewest()) return;
  parcels = found;
  draw();
}

function draw() {
  const under = parcels.filter(({ status }) => !['delivered', 'returned', 'cancelled'].includes(status)).length;
  byId('parcels-count').textContent = under ? `${under} under way` : '';
  if (parcels.length === 0) {
    rows = new Map();
    byId('parcels').replaceChildren(empty('truck', 'No parcels yet', 'When staff send an order, its parcel stands here, and you say what its courier scans next.'));
    return;
  }
  const next = new Map();
  for (const parcel of [...parcels].reverse()) {
    const code = parcel.tracking_code;
    const drawn = JSON.stringify([parcel, unfolded.has(code), belongs(parcel)]);
    const old = rows.get(code);
    const held = old && old.drawn !== drawn ? old.row.querySelector(':focus')?.dataset.testid : null;
    next.set(code, old?.drawn === drawn ? old : { drawn, row: row(parcel) });
    // Who works with the keyboard goes on where they were, or at the head when their button is gone.
    if (held) queueMicrotask(() => (next.get(code).row.querySelector(`[data-testid="${held}"]`) ?? next.get(code).row.querySelector('button')).focus());
  }
  rows = next;
  byId('parcels').replaceChildren(...[...rows.values()].map(({ row: element }) => element));
}

function belongs({ store, order_id: id }) {
  const order = orderOf({ store, subject: `ORDER#${id}` });
  const who = order?.customer?.name || `Order ${shortId(id)}`;
  return order?.ticket ? `${who} · ticket ${order.ticket}` : who;
}

function row(parcel) {
  const code = parcel.tracking_code;
  const isOpen = unfolded.has(code);
  const toggle = () => {
    if (isOpen) unfolded.delete(code);
    else unfolded.add(code);
    draw();
  };
  const [tone, picture] = SCANS[parcel.status] ?? ['plain', 'box'];
  const back = parcel.direction === 'inbound';
  const head = h('button', { type: 'button', class: 'order-head', testid: 'parcel-head', 'aria-expanded': String(isOpen), on: { click: toggle } },
    h('span', { class: `event-icon ${tone}` }, icon(back ? 'undo' : picture)),
    h('span', { class: 'order-what' }, h('strong', {}, belongs(parcel)), h('small', {}, `${parcel.carrier ?? COURIERS[parcel.courier]} ${code}`)),
    h('span', { class: 'order-end' }, h('span', { class: `chip ${tone}` }, said(parcel.status)), h('small', {}, back ? 'comes back' : `due ${day(parcel.expected)}`)),
    icon('chevron'));
  return h('article', { class: `order parcel${isOpen ? ' open' : ''}`, testid: 'parcel-row', data: { trackingCode: code, status: parcel.status, orderId: parcel.order_id } }, head, isOpen ? detail(parcel) : null);
}

function detail(parcel) {
  const scan = (status) => h('button', { type: 'button', class: 'quiet', testid: `parcel-${status}`, on: { click: () => advance(parcel, { status }) } }, icon(SCANS[status][1]), SCANS[status][2]);
  const next = (parcel.direction === 'inbound' && INBOUND_NEXT[parcel.status]) || NEXT[parcel.status] || [];
  const delay = ['delivered', 'returned', 'cancelled'].includes(parcel.status) ? null
    : h('button', { type: 'button', class: 'quiet', testid: 'parcel-delay', on: { click: () => advance(parcel, { expected: dayAfter(parcel.expected) }) } }, icon('hourglass'), 'A day late');
  return h('div', { class: 'order-detail' }, h('div', { class: 'parcel-buttons' }, next.map(scan), delay), anyScan(parcel), waiting(parcel), steps(parcel), links(parcel));
}

/** Any other word, also one that comes out of turn: couriers do that. */
function anyScan(parcel) {
  const choice = h('select', { testid: 'parcel-any', 'aria-label': 'Another scan' }, Object.entries(SCANS).filter(([status]) => !UNKNOWN[parcel.courier]?.includes(status)).map(([status, [, , words]]) => h('option', { value: status }, words)));
  const submit = (event) => {
    event.preventDefault();
    advance(parcel, { status: choice.value });
  };
  return h('form', { class: 'parcel-any', on: { submit } }, choice, h('button', { type: 'submit', class: 'quiet', testid: 'parcel-scan' }, 'Scan'));
}

function waiting({ deadline, instructions }) {
  const asked = (instructions ?? []).map((one) => h('li', { class: 'money', testid: 'parcel-instruction' }, icon('reply'), h('span', {}, instruction(one)), h('time', {}, clock(one.at))));
  if (deadline) asked.push(h('li', { class: 'trouble' }, icon('clock'), h('span', {}, `The courier waits to be told what to do until ${day(deadline.slice(0, 10))}, ${clock(deadline)}`)));
  return asked.length ? h('ul', { class: 'order-steps', 'aria-label': 'After the failed attempt' }, asked) : null;
}

function instruction({ action, attempt, deferred_date: deferred, address1, address2 }) {
  const where = [address1, address2].filter(Boolean).join(', ');
  return `The store says: ${INSTRUCTIONS[action] ?? said(action)}${deferred ? ` on ${day(deferred)}` : ''}${where ? ` at ${where}` : ''} (attempt ${attempt})`;
}

function steps({ scans }) {
  const line = ({ at, status, place, reason }) => h('li', { class: SCANS[status]?.[0] }, icon(SCANS[status]?.[1] ?? 'box'), h('span', {}, `${SCANS[status]?.[2] ?? said(status)}${place ? `, ${place}` : ''}${reason ? `: ${reason}` : ''}`), h('time', {}, clock(at)));
  return h('ol', { class: 'order-steps', testid: 'parcel-scans', 'aria-label': 'Scans' }, scans?.length ? scans.map(line) : h('li', { class: 'plain' }, icon('box'), h('span', {}, 'Not scanned yet.')));
}

function links({ label_url: label, tracking_page: tracking, courier_page: courier }) {
  const link = (url, testid, words) => (/^https?:/.test(url ?? '') ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', testid }, words) : null);
  return h('p', { class: 'parcel-links' }, link(label, 'parcel-label', 'Label'), link(tracking, 'parcel-page', 'The customer’s tracking page'), link(courier, 'parcel-courier', 'The courier’s page'));
}

/** A button that is switched off loses the focus: a second press of the same is simply not heard, another one is. */
async function advance({ tracking_code: code }, step) {
  const press = JSON.stringify([code, step]);
  if (underWay.has(press)) return;
  underWay.add(press);
  try {
    await advanceParcel(code, step);
    await read();
  } catch (error) {
    toast(error.message, 'bad');
  } finally {
    underWay.delete(press);
  }
}

function day(date) {
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? 'some day' : DAY.format(at);
}

const dayAfter = (date) => new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
