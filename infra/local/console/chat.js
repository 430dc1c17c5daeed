/** The list of bubbles, kept up to date without redrawing what did not change. */

import { byId, clock, h, icon } from './dom.js';
import { inbound } from './inbound.js';
import { outbound } from './outbound.js';
import { richText } from './richtext.js';
import { thread } from './thread.js';
import { productBySku, productName } from './world.js';

const TICKS = { sending: 'being sent', accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' };
const NEAR_END_PX = 120;
const NAMES = { image: 'Photo', video: 'Video', audio: 'Voice note', document: 'Document', sticker: 'Sticker', location: 'Location', contacts: 'Contact', order: 'Cart' };

/** id -> {element, drawn} of what is on the screen */
let shown = new Map();

/** Forgets the bubbles: another chat comes. */
export function clearChat() {
  shown = new Map();
  byId('chat').replaceChildren();
}

/** A chat read to its end stays there when the screen changes its size, as when a keyboard opens. */
export function keepAtEnd(chat) {
  let atEnd = true;
  chat.addEventListener('scroll', () => { atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_END_PX; }, { passive: true });
  new ResizeObserver(() => { if (atEnd) chat.scrollTop = chat.scrollHeight; }).observe(chat);
}

/** Draws `messages` (oldest first); `context` as in outbound.js without message and replied. */
export function drawChat(messages, context) {
  const chat = byId('chat');
  const { visible, bodies, revoked, emojis, tapped } = thread(messages);
  const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_END_PX;
  const before = shown.size;
  const next = new Map();
  let previous = null;
  for (const message of visible) {
    const about = { replied: tapped.get(message.id) ?? null, emoji: (emojis.get(message.id) ?? []).join(''), revoked: revoked.has(message.id), body: bodies.get(message.id) ?? message.body };
    const more = { ...context, ...about, message, edited: bodies.has(message.id), first: previous?.direction !== message.direction, quoted: quoted(message, messages, { bodies, revoked, ...context }) };
    next.set(message.id, placed(message, more));
    previous = message;
  }
  for (const [id, { element }] of shown) if (!next.has(id)) element.remove();
  shown = next;
  putInOrder(chat, [...next.values()].map(({ element }) => element), context.intro);
  // The same turn as the insertion: no frame shows the list at another place.
  if (atEnd || before === 0) chat.scrollTop = chat.scrollHeight;
}

/** The words that stand for a message in a quote. */
export function firstWords({ body, rendered }) {
  const said = body.text?.body ?? rendered?.body ?? body.interactive?.body?.text ?? body.interactive?.button_reply?.title ?? body.interactive?.list_reply?.title ?? body.button?.text;
  return said ?? body[body.type]?.caption ?? body[body.type]?.filename ?? body[body.type]?.name ?? NAMES[body.type] ?? kind(body).replaceAll('_', ' ');
}

function putInOrder(chat, elements, intro) {
  const wanted = [intro, ...elements];
  wanted.forEach((element, index) => {
    if (chat.children[index] !== element) chat.insertBefore(element, chat.children[index] ?? null);
  });
  while (chat.children.length > wanted.length) chat.lastElementChild.remove();
}

function placed(message, context) {
  const drawn = JSON.stringify([context.body, message.rendered, context.replied, context.emoji, context.revoked, context.first, context.quoted]);
  const old = shown.get(message.id);
  if (old?.drawn === drawn) {
    setStatus(old.element, message);
    return old;
  }
  const element = message.body.type === 'system' ? notice(message) : bubble(message, context);
  if (old) {
    element.classList.remove('fresh');
    old.element.replaceWith(element);
  }
  return { element, drawn };
}

function bubble(message, context) {
  const mine = message.direction === 'in';
  const { content, actions } = parts(mine, context);
  const meta = h('span', { class: 'meta' }, context.edited && !context.revoked ? 'Edited' : null, h('time', {}, clock(message.at)), h('span', { class: 'ticks' }));
  const element = h('div', {
    class: `bubble ${mine ? 'mine' : 'theirs'}${context.first ? ' first' : ''} fresh`,
    testid: 'bubble', data: { messageId: message.id, direction: message.direction, type: kind(message.body) },
    on: { contextmenu: (event) => openMenu(event, message.id, context) },
  },
    h('div', { class: 'bubble-body', id: `said-${message.id}` }, context.revoked ? null : forwarded(context.body), context.revoked ? null : quote(context.quoted), content, meta),
    actions.length ? h('div', { class: 'bubble-actions' }, actions) : null,
    context.emoji ? h('span', { class: 'reaction', testid: 'reaction' }, context.emoji) : null,
    context.revoked || message.status === 'sending' ? null : menuButton(message, context),
  );
  setStatus(element, message);
  return element;
}

function parts(mine, context) {
  if (context.revoked) return { content: h('p', { class: 'msg-odd' }, mine ? 'You deleted this message' : 'This message was deleted'), actions: [] };
  return mine ? { content: inbound(context.body, context), actions: [] } : outbound(context.body, context);
}

/** The button goes by the message's id: the message may have changed since the bubble was drawn. */
function menuButton(message, { act }) {
  return h('button', { type: 'button', class: 'bubble-menu', testid: 'bubble-menu', 'aria-label': 'Message menu', 'aria-describedby': `said-${message.id}`, 'aria-haspopup': 'dialog', on: { click: () => act.openMenu(message.id) } }, icon('chevron'));
}

function openMenu(event, id, { act, revoked }) {
  // Links and text that is being selected keep the browser's own menu.
  if (revoked || event.target.closest('a, input') || !getSelection().isCollapsed) return;
  event.preventDefault();
  act.openMenu(id);
}

function notice(message) {
  return h('p', { class: 'note centred fresh', testid: 'bubble', data: { messageId: message.id, direction: message.direction, type: 'system' } }, message.body.system?.body ?? 'The customer’s number or device changed.', h('span', { class: 'ticks visually-hidden' }));
}

function setStatus(element, { status, error }) {
  if (element.dataset.status === (status ?? '')) return;
  element.dataset.status = status ?? '';
  const name = TICKS[status] ?? status ?? '';
  const ticks = element.querySelector('.ticks');
  ticks.title = name;
  const mark = status === 'failed' ? 'alert' : status === 'sending' || status === 'accepted' ? 'clock' : 'check';
  const icons = status ? [icon(mark), ['delivered', 'read', 'played'].includes(status) ? icon('check') : ''] : [];
  ticks.replaceChildren(...icons, h('span', { class: 'visually-hidden' }, name));
  if (status === 'failed' && error) element.querySelector('.bubble-body').append(h('p', { class: 'msg-error' }, error));
}

/** What an answer answers, as it stands now, or the product it is about: {author, words} or null. */
function quoted(message, all, { bodies, revoked, store, language }) {
  const context = message.body.context;
  const product = productBySku(store, context?.referred_product?.product_retailer_id);
  if (product) return { author: store.name, words: productName(product, language) };
  const id = message.direction === 'in' ? context?.id : context?.message_id;
  const answered = id && all.find((other) => other.id === id);
  if (!answered) return null;
  const words = revoked.has(id) ? 'Deleted message' : firstWords({ ...answered, body: bodies.get(id) ?? answered.body });
  return { author: answered.direction === 'in' ? 'You' : store.name, words };
}

const quote = (what) => (what ? h('div', { class: 'quote' }, h('strong', {}, what.author), h('span', {}, richText(what.words))) : null);

function forwarded(body) {
  if (!body.context?.forwarded && !body.context?.frequently_forwarded) return null;
  return h('p', { class: 'msg-foot' }, body.context.frequently_forwarded ? 'Forwarded many times' : 'Forwarded');
}

const kind = (body) => (body.type === 'interactive' && body.interactive?.type) || body.type;
