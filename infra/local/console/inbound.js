/** What the customer sent, drawn in their own bubbles. `body` is Meta's message object. */

import { h } from './dom.js';
import { film, file, picture, place, sound, tile } from './media.js';
import { fromMajorUnits, money } from './money.js';
import { card, line, text } from './outbound.js';
import { productBySku, productName } from './world.js';

/** Nodes of one inbound message; `context` is {store, language}. */
export function inbound(body, context) {
  const draw = INBOUND[body.type];
  return draw ? draw(body, context) : [tile('chat', String(body.type ?? 'message').replaceAll('_', ' '), body[body.type]?.caption)];
}

const INBOUND = {
  text: (body) => [text(body.text?.body)],
  order,
  button: (body) => [text(body.button?.text)],
  interactive: (body) => {
    const { button_reply: button, list_reply: row_ } = body.interactive ?? {};
    if (row_?.description) return [text(row_.title), h('p', { class: 'msg-foot' }, row_.description)];
    return [text(button?.title ?? row_?.title ?? (body.interactive?.nfm_reply?.name === 'address_message' ? body.interactive.nfm_reply.body : 'Form sent'))];
  },
  location: (body) => [place(body.location)],
  contacts: (body) => (body.contacts ?? []).map(card),
  image: (body, { store }) => captioned(picture(body.image, store, 'Photo'), body.image),
  video: (body, { store }) => captioned(film(body.video, store), body.video),
  audio: (body, { store }) => [sound(body.audio, store)],
  document: (body, { store }) => captioned(file(body.document, store), body.document),
  sticker: (body, { store }) => [picture(body.sticker, store, 'Sticker', 'msg-sticker')],
  unsupported: (body) => [h('p', { class: 'msg-odd' }, `Something the store cannot be told: ${String(body.unsupported?.type ?? 'unknown').replaceAll('_', ' ')}`)],
};

const captioned = (content, thing) => [content, thing?.caption ? text(thing.caption) : null];

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
    tile('bag', `${count} ${count === 1 ? 'item' : 'items'}`, `${total} (estimated)`),
    h('ul', { class: 'msg-lines' }, items.map((item) => line(item.quantity, name(item.product_retailer_id), money(amount(item), currency)))),
    body.order?.text ? text(body.order.text) : null,
  ];
}
