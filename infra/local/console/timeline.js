/** Every event of every store in plain words, newest first, as it happens. */

import { byId, clockSeconds, empty, h, icon, milliseconds, skeleton } from './dom.js';
import { eventKey, eventsOf, orderOf, stockName } from './orders.js';
import { inWords, subjectName } from './words.js';
import { on, storeById } from './world.js';

const MOST_ROWS = 250;
const WAIT_FOR_HISTORY_MS = 1_500;
const FORETOLD = [['bag', 'A cart becomes an order, and its stock is held'], ['link', 'A payment link is opened and sent'], ['ticket', 'The payment arrives: a ticket number'], ['shelf', 'A shelf runs low: its supplier is written to']];

/** event key -> {event, row, text} */
const events = new Map();

/** Wires the panel. What happened before the page was opened comes from the orders' own timelines. */
export function startTimeline() {
  byId('timeline').replaceChildren(...skeleton(6));
  on('timeline', (event) => add(event, true));
  on('orders', ({ store, items }) => {
    items.flatMap((order) => eventsOf(store, order)).forEach((event) => add(event, false));
    reword(store);
  });
  setTimeout(() => events.size || showNothing(), WAIT_FOR_HISTORY_MS);
}

/** Before anything happened: what a first order will look like, in grey. */
function showNothing() {
  const ghost = ([picture, text]) => h('li', {}, h('span', { class: 'event-icon' }, icon(picture)), text);
  byId('timeline').replaceChildren(empty('bolt', 'Quiet so far', 'Every event of every store appears here the moment it happens.'), h('ol', { class: 'ghosts', 'aria-label': 'What you will see' }, FORETOLD.map(ghost)));
}

function add(event, live) {
  if (!event?.name || events.has(eventKey(event))) return;
  if (events.size === 0) byId('timeline').replaceChildren();
  const { row, text } = drawn(event);
  if (live) row.classList.add('fresh');
  events.set(eventKey(event), { event, row, text });
  place(row, milliseconds(event.at));
  trim();
  byId('events-count').textContent = String(events.size);
}

/** Before the first row that is older, so that a late one stands where it belongs. */
function place(row, at) {
  row.dataset.time = String(at);
  const list = byId('timeline');
  const older = [...list.children].find((other) => !(Number(other.dataset.time) > at));
  list.insertBefore(row, older ?? null);
}

function trim() {
  if (events.size <= MOST_ROWS) return;
  const last = byId('timeline').lastElementChild;
  for (const [key, { row }] of events) if (row === last) events.delete(key);
  last.remove();
}

function drawn(event) {
  const words = sentence(event);
  const text = h('span', { class: 'event-text' }, words.text);
  const under = h('span', { class: 'event-under' }, h('code', {}, event.name), ` ${subjectName(event.subject)}`);
  const store = h('span', { class: 'event-store' }, storeById(event.store)?.name ?? event.store);
  const row = h('div', { class: `event ${words.tone}`, testid: 'timeline-row', data: { name: event.name, store: event.store, subject: event.subject } },
    h('span', { class: 'event-icon' }, icon(words.icon)), h('div', { class: 'event-main' }, text, under), h('div', { class: 'event-end' }, h('time', {}, clockSeconds(event.at)), store));
  return { row, text };
}

const sentence = (event) => inWords(event, { order: orderOf(event), stockName: (item) => stockName(event.store, item) });

/** The order of an event may become known after the event. */
function reword(store) {
  for (const { event, text } of events.values()) {
    if (event.store !== store) continue;
    const words = sentence(event).text;
    if (text.textContent !== words) text.textContent = words;
  }
}
