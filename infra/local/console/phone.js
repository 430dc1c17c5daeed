/** The customer's phone: whose it is, what stands in the chat, and everything that can be tapped or typed in it. */

import { getChat, sendInbound } from './api.js';
import { openCatalog } from './catalog.js';
import { clearChat, drawChat, keepAtEnd } from './chat.js';
import { byId, h, icon, milliseconds, toast } from './dom.js';
import { openLink } from './pay.js';
import { closeSheet, openList } from './sheets.js';
import { on, productBySku, tell, world } from './world.js';

const DAY_MS = 86_400_000;

let messages = [];
let waiting = [];
let intro = null;
let sending = 0;

/** Wires the phone once the page is there. */
export function startPhone() {
  byId('open-catalog').append(icon('shop'), h('span', {}, 'Catalog'));
  byId('composer').querySelector('.send').append(icon('send'));
  byId('open-catalog').addEventListener('click', () => showCatalog());
  byId('composer').addEventListener('submit', typed);
  on('customer', opened);
  on('chat', ({ store, wa_id: waId }) => isOpen(store, waId) && refresh());
  on('reload', refresh);
  keepAtEnd(byId('chat'));
  setInterval(drawClock, 10_000);
  drawClock();
}

function opened() {
  closeSheet();
  clearChat();
  messages = [];
  waiting = [];
  const { store, customer } = world;
  byId('store-name').textContent = store.name;
  byId('store-avatar').textContent = store.name.charAt(0);
  intro = introduction(store, customer);
  draw();
  drawWindow(null);
  refresh();
}

function introduction(store, customer) {
  const browse = h('button', { type: 'button', class: 'primary', on: { click: () => showCatalog() } }, icon('shop'), 'Open the catalog');
  return h('div', { class: 'intro' },
    h('p', { class: 'note' }, 'Everything here stays on this machine: the store is real code, WhatsApp is imitated.'),
    h('div', { class: 'intro-card' }, h('span', { class: 'avatar', 'aria-hidden': 'true' }, store.name.charAt(0)), h('strong', {}, store.name),
      h('small', {}, store.display_phone_number ?? ''), h('p', {}, `You are ${customer.name}.`), browse));
}

const isOpen = (store, waId) => world.store?.id === store && world.customer?.wa_id === waId;

/** Reads the chat again. Answers that come late, for a chat no longer open, are dropped. */
async function refresh() {
  const { store, customer } = world;
  if (!store || !customer) return;
  const answer = await getChat(store.id, customer.wa_id).catch((error) => void toast(error.message, 'bad'));
  if (!answer || !isOpen(store.id, customer.wa_id)) return;
  messages = answer.messages ?? [];
  waiting = waiting.filter((pending) => !messages.some((message) => arrived(pending, message)));
  draw();
  drawWindow(answer.window_open);
}

/** Whether `message` is what `pending` became. The live feed may show it before the send itself has answered with its id. */
function arrived(pending, message) {
  if (pending.sentAs) return pending.sentAs === message.id;
  const fresh = message.direction === 'in' && !pending.known.has(message.id);
  return fresh && pending.status !== 'failed' && JSON.stringify(message.body) === JSON.stringify(pending.body);
}

function draw() {
  const { store, customer } = world;
  drawChat([...messages, ...waiting], { store, language: customer.language, intro, act });
}

/** What the buttons of the bubbles do. */
const act = {
  reply: ({ id, title }, message) => send({ type: 'interactive', context: answering(message), interactive: { type: 'button_reply', button_reply: { id, title } } }),
  quickReply: ({ text, payload }, message) => send({ type: 'button', context: answering(message), button: { payload: payload ?? text, text } }),
  openList: (list, message) => {
    const row = ({ id, title, description }) => ({ id, title, ...(description ? { description } : {}) });
    openList(list, (chosen) => send({ type: 'interactive', context: answering(message), interactive: { type: 'list_reply', list_reply: row(chosen) } }));
  },
  openLink,
  openCatalog: (skus) => showCatalog(skus),
  sendLocation: (message) => send({ type: 'location', context: answering(message), location: { latitude: 44.9871, longitude: -93.2759 } }),
  notice: (text) => toast(text),
};

/** Meta's `context` of an answer: the store's number and the message answered. */
function answering(message) {
  return { from: (world.store.display_phone_number ?? '').replace(/\D/g, ''), id: message?.id };
}

function showCatalog(skus) {
  const { store, customer } = world;
  if (!store) return;
  const known = skus?.filter((sku) => productBySku(store, sku));
  openCatalog({ store, customer, skus: known, send });
}

function typed(event) {
  event.preventDefault();
  const input = byId('chat-input');
  const body = input.value.trim();
  if (!body || !world.customer) return;
  input.value = '';
  send({ type: 'text', text: { body } });
}

/** Speaks to the store; the bubble stands at once, with a clock until the simulator has it. */
async function send(body) {
  const { store, customer } = world;
  sending += 1;
  const pending = { id: `sending-${sending}`, at: new Date().toISOString(), direction: 'in', status: 'sending', body, known: new Set(messages.map(({ id }) => id)) };
  waiting.push(pending);
  draw();
  byId('chat').scrollTop = byId('chat').scrollHeight;
  try {
    pending.sentAs = (await sendInbound(store.id, customer, body)).id;
  } catch (error) {
    Object.assign(pending, { status: 'failed', error: error.message });
    toast(error.message, 'bad');
    if (isOpen(store.id, customer.wa_id)) draw();
    return;
  }
  tell('said', { store: store.id, wa_id: customer.wa_id, type: body.type });
  if (isOpen(store.id, customer.wa_id)) refresh();
}

function drawWindow(open) {
  const element = byId('window');
  element.dataset.open = open === null ? '' : String(open);
  const latest = Math.max(...messages.filter((message) => message.direction === 'in').map((message) => milliseconds(message.at)));
  const hours = Math.ceil((latest + DAY_MS - Date.now()) / 3_600_000);
  const left = Number.isFinite(hours) && hours > 0 ? `, ${hours} h left` : '';
  element.querySelector('span').textContent = open ? `window open${left}` : open === null ? '\u00a0' : messages.length ? 'window closed: templates only' : 'no chat yet';
  element.title = 'WhatsApp lets a store write freely for 24 hours after a customer wrote, later only by approved templates.';
}

function drawClock() {
  byId('clock').textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
