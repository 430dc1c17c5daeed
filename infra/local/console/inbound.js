/** What the customer sent, drawn in their own bubbles. `body` is Meta's message object. */

import { h } from './dom.js';
import { fromMajorUnits, money } from './money.js';
import { line, place, row, text } from './outbound.js';
import { productBySku, productName } from './world.js';

/** Nodes of one inbound message; `context` is {store, language}. */
export function inbound(body, context) {
  const draw = INBOUND[body.type];
  return draw ? draw(body, context) : [row('chat', String(body.type ?? 'message').replaceAll('_', ' '), body[body.type]?.caption)];
}

const INBOUND = {
  text: (body) => [text(body.text?.body)],
  order,
  button: (body) => [text(body.button?.text)],
  interactive: (body) => {
    const { button_reply: button, list_reply: row_ } = body.interactive ?? {};
    if (row_?.description) return [text(row_.title), h('p', { class: 'msg-foot' }, row_.description)];
    return [text(button?.title ?? row_?.title ?? 'Form sent')];
  },
  location: (body) => [place(body.location)],
  reaction: (body) => [text(body.reaction?.emoji || 'took a reaction back')],
  contacts: (body) => (body.contacts ?? []).map((contact) => row('user', contact.name?.formatted_name ?? 'Contact', contact.phones?.[0]?.phone)),
};

function order(body, { store, language }) {
  const items = body.order?.product_items ?? [];
  const currency = items[0]?.currency ?? store.currency;
  const amount = (item) => fromMajorUnits(item.item_price, currency) * item.quantity;
  const name = (sku) => {
    const product = productBySku(store, sku);
    return product ? productName(product, language) : sku;
  };
  const count = items.reduce((sum, item) => sum + item.quantity, 0);
  const total = money(items.reduce((sum, item) => sum + amount(item), 0), currency);
  return [
    row('bag', `${count} ${count === 1 ? 'item' : 'items'}`, `${total} (estimated)`),
    h('ul', { class: 'msg-lines' }, items.map((item) => line(item.quantity, name(item.product_retailer_id), money(amount(item), currency)))),
    body.order?.text ? text(body.order.text) : null,
  ];
}
