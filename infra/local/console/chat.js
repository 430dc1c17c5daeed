/** The list of bubbles, kept up to date without redrawing what did not change. */

import { byId, clock, h, icon } from './dom.js';
import { inbound } from './inbound.js';
import { outbound } from './outbound.js';

const TICKS = { sending: 'being sent', accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', failed: 'failed' };
const NEAR_END_PX = 120;

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
  const visible = messages.filter((message) => message.body?.type && message.body.type !== 'reaction');
  const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_END_PX;
  const before = shown.size;
  const emoji = reactions(messages);
  const replies = repliesTo(messages);
  const next = new Map();
  let previous = null;
  for (const message of visible) {
    const more = { ...context, message, replied: replies.get(message.id) ?? null, emoji: emoji.get(message.id) ?? '', first: previous?.direction !== message.direction, all: messages };
    next.set(message.id, placed(message, more));
    previous = message;
  }
  for (const [id, { element }] of shown) if (!next.has(id)) element.remove();
  shown = next;
  putInOrder(chat, [...next.values()].map(({ element }) => element), context.intro);
  // The same turn as the insertion: no frame shows the list at another place.
  if (atEnd || before === 0) chat.scrollTop = chat.scrollHeight;
}

function putInOrder(chat, elements, intro) {
  const wanted = [intro, ...elements];
  wanted.forEach((element, index) => {
    if (chat.children[index] !== element) chat.insertBefore(element, chat.children[index] ?? null);
  });
  while (chat.children.length > wanted.length) chat.lastElementChild.remove();
}

function placed(message, context) {
  const drawn = JSON.stringify([message.body, message.rendered, context.replied, context.emoji, context.first]);
  const old = shown.get(message.id);
  if (old?.drawn === drawn) {
    setStatus(old.element, message);
    return old;
  }
  const element = bubble(message, context);
  if (old) {
    element.classList.remove('fresh');
    old.element.replaceWith(element);
  }
  return { element, drawn };
}

function bubble(message, context) {
  const mine = message.direction === 'in';
  const { content, actions } = mine ? { content: inbound(message.body, context), actions: [] } : outbound(message.body, context);
  const meta = h('span', { class: 'meta' }, h('time', {}, clock(message.at)), h('span', { class: 'ticks' }));
  const element = h('div', {
    class: `bubble ${mine ? 'mine' : 'theirs'}${context.first ? ' first' : ''} fresh`,
    testid: 'bubble', data: { messageId: message.id, direction: message.direction, type: kind(message.body) },
  },
    h('div', { class: 'bubble-body' }, quote(message, context), content, meta),
    actions.length ? h('div', { class: 'bubble-actions' }, actions) : null,
    context.emoji ? h('span', { class: 'reaction' }, context.emoji) : null,
  );
  setStatus(element, message);
  return element;
}

function setStatus(element, { status, error }) {
  if (element.dataset.status === (status ?? '')) return;
  element.dataset.status = status ?? '';
  const name = TICKS[status] ?? status ?? '';
  const ticks = element.querySelector('.ticks');
  ticks.title = name;
  const mark = status === 'failed' ? 'alert' : status === 'sending' || status === 'accepted' ? 'clock' : 'check';
  const icons = status ? [icon(mark), status === 'delivered' || status === 'read' ? icon('check') : ''] : [];
  ticks.replaceChildren(...icons, h('span', { class: 'visually-hidden' }, name));
  if (status === 'failed' && error) element.querySelector('.bubble-body').append(h('p', { class: 'msg-error' }, error));
}

/** The message an answer answers, in a line above it. */
function quote(message, { all, store }) {
  const id = message.direction === 'in' ? message.body.context?.id : message.body.context?.message_id;
  const quoted = id && all.find((other) => other.id === id);
  if (!quoted) return null;
  return h('div', { class: 'quote' }, h('strong', {}, quoted.direction === 'in' ? 'You' : store.name), h('span', {}, firstWords(quoted)));
}

function firstWords({ body, rendered }) {
  const said = body.text?.body ?? rendered?.body ?? body.interactive?.body?.text ?? body.interactive?.button_reply?.title ?? body.button?.text;
  return said ?? (body.type === 'order' ? 'Cart' : kind(body).replaceAll('_', ' '));
}

const kind = (body) => (body.type === 'interactive' && body.interactive?.type) || body.type;

/** message id -> what the customer tapped in it */
function repliesTo(messages) {
  const replies = new Map();
  for (const { body } of messages) {
    const tapped = body?.interactive?.button_reply?.id ?? body?.button?.payload ?? body?.button?.text;
    if (body?.context?.id && tapped !== undefined) replies.set(body.context.id, tapped);
  }
  return replies;
}

function reactions(messages) {
  const latest = messages.filter(({ body }) => body?.type === 'reaction').map(({ body }) => [body.reaction?.message_id, body.reaction?.emoji]);
  return new Map(latest);
}
