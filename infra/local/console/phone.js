/** The customer's phone: whose it is, what stands in the chat, and everything that can be tapped or typed in it. */

import { getChat, inOrder, sendInbound } from './api.js';
import { openAttachments } from './attach.js';
import { openCatalog } from './catalog.js';
import { clearChat, drawChat, firstWords, keepAtEnd } from './chat.js';
import * as composer from './compose.js';
import { byId, h, icon, milliseconds, toast } from './dom.js';
import { openMessageMenu } from './menu.js';
import { openLink } from './pay.js';
import { openPlaces } from './places.js';
import { closeSheet, openList } from './sheets.js';
import { thread } from './thread.js';
import { identity, on, productBySku, productName, tell, world } from './world.js';

const DAY_MS = 86_400_000;
const TYPING_MS = 25_000;

let messages = [];
let waiting = [];
let intro = null;
let sending = 0;
const begin = inOrder();
let dots = 0;

/** Wires the phone once the page is there. */
export function startPhone() {
  byId('open-catalog').append(icon('shop'), h('span', {}, 'Catalog'));
  byId('open-catalog').addEventListener('click', () => showCatalog());
  composer.startComposer({
    say: (body) => send({ type: 'text', text: { body } }),
    change: (id, body) => send({ type: 'edit', edit: { original_message_id: id, message: { type: 'text', text: { body } } } }),
    attach: () => world.customer && openAttachments({ store: world.store, customer: world.customer, send }),
  });
  on('customer', opened);
  on('chat', ({ store, wa_id: who }) => isOpen(store, who) && refresh());
  on('reload', refresh);
  keepAtEnd(byId('chat'));
  setInterval(drawClock, 10_000);
  drawClock();
}

function opened() {
  closeSheet();
  composer.forget();
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

/** The feed names a chat by the phone number, and by the user id where there is none. */
const isOpen = (store, who) => world.store?.id === store && world.customer !== null && identity(world.customer) === who;

/** Reads the chat again. Answers that come late, for a chat no longer open, are dropped. */
async function refresh() {
  const { store, customer } = world;
  if (!store || !customer) return;
  const isNewest = begin();
  const answer = await getChat(store.id, identity(customer)).catch((error) => void toast(error.message, 'bad'));
  if (!answer || !isOpen(store.id, identity(customer)) || !isNewest()) return;
  messages = answer.messages ?? [];
  waiting = waiting.filter((pending) => !messages.some((message) => arrived(pending, message)));
  draw();
  drawWindow(answer.window_open, answer.typing);
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

/** What the buttons of the bubbles do. Those that answer get the message that their bubble shows. */
const act = {
  reply: ({ id, title }, message) => send({ type: 'interactive', context: answering(message), interactive: { type: 'button_reply', button_reply: { id, title } } }),
  quickReply: ({ text, payload }, message) => send({ type: 'button', context: answering(message), button: { payload: payload ?? text, text } }),
  openList: (list, message) => {
    const row = ({ id, title, description }) => ({ id, title, ...(description ? { description } : {}) });
    openList(list, (chosen) => send({ type: 'interactive', context: answering(message), interactive: { type: 'list_reply', list_reply: row(chosen) } }));
  },
  openLink,
  openCatalog: (asked) => showCatalog(asked),
  openMenu: (id) => {
    const message = messages.find((one) => one.id === id);
    if (message) openMessageMenu(message, messages, menuActs);
  },
  sendLocation: (message) => openPlaces({ store: world.store, send: (location) => send({ type: 'location', context: answering(message), location }) }),
  notice: (text) => toast(text),
};

/** What the menu of a message does. */
const menuActs = {
  react: ({ id }, emoji) => send({ type: 'reaction', reaction: { message_id: id, ...(emoji ? { emoji } : {}) } }),
  reply: (message) => composer.replyTo(answering(message), message.direction === 'in' ? 'Answer to yourself' : `Answer to ${world.store.name}`, firstWords({ ...message, body: bodyOf(message) })),
  edit: (message) => composer.edit(message.id, bodyOf(message).text?.body ?? ''),
  revoke: ({ id }) => send({ type: 'revoke', revoke: { original_message_id: id } }),
};

/** What a message says after all its changes. */
const bodyOf = (message) => thread(messages).bodies.get(message.id) ?? message.body;

/** Meta's `context` of an answer: who wrote the message answered, and its id. A customer without a number is not named. */
function answering({ id, direction }) {
  const from = direction === 'in' ? world.customer.wa_id : (world.store.display_phone_number ?? '').replace(/\D/g, '');
  return { ...(from ? { from } : {}), id };
}

/** `asked`: {sections: [{title, skus}], title, message} of a product message; without it the whole catalog. */
function showCatalog(asked) {
  const { store, customer } = world;
  if (!store) return;
  const sections = asked?.sections.map(({ title, skus }) => ({ title, skus: skus.filter((sku) => productBySku(store, sku)) })).filter(({ skus }) => skus.length);
  const context = asked?.message ? { context: answering(asked.message) } : {};
  const ask = (product) => {
    const from = (store.display_phone_number ?? '').replace(/\D/g, '');
    const referred = { catalog_id: store.catalog_id ?? '', product_retailer_id: product.sku };
    composer.replyTo({ from, ...context.context, referred_product: referred }, 'Ask about', productName(product, customer.language));
  };
  openCatalog({ store, customer, sections, title: asked?.title, send: (order) => send({ ...order, ...context }), ask });
}

/** Types that are never an answer to the message quoted in the composer. */
const NO_ANSWERS = new Set(['reaction', 'edit', 'revoke']);

/** Speaks to the store; the bubble stands at once, with a clock until the simulator has it. */
async function send(said) {
  const { store, customer } = world;
  const answered = NO_ANSWERS.has(said.type) || said.context ? null : composer.takeReply();
  const body = answered ? { ...said, context: answered } : said;
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
    if (isOpen(store.id, identity(customer))) draw();
    return;
  }
  tell('said', { store: store.id, wa_id: identity(customer), type: body.type });
  if (isOpen(store.id, identity(customer))) refresh();
}

function drawWindow(open, typing = false) {
  const element = byId('window');
  clearTimeout(dots);
  if (typing) dots = setTimeout(refresh, TYPING_MS);
  element.dataset.open = open === null ? '' : String(open);
  const latest = Math.max(...messages.filter((message) => message.direction === 'in').map((message) => milliseconds(message.at)));
  const hours = Math.ceil((latest + DAY_MS - Date.now()) / 3_600_000);
  const left = Number.isFinite(hours) && hours > 0 ? `, ${hours} h left` : '';
  element.querySelector('span').textContent = typing ? 'typing…' : open ? `window open${left}` : open === null ? '\u00a0' : messages.length ? 'window closed: templates only' : 'no chat yet';
  element.title = 'WhatsApp lets a store write freely for 24 hours after a customer wrote, later only by approved templates.';
}

function drawClock() {
  byId('clock').textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
