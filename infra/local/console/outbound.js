/** What the store sends, drawn as WhatsApp shows it. `body` is the Graph API body (docs: messages, interactive, templates). */

import { h, icon } from './dom.js';
import { film, file, picture, place, sound, tile } from './media.js';
import { fromMajorUnits, money } from './money.js';
import { art } from './pictures.js';
import { richText } from './richtext.js';
import { templateParts } from './templates.js';
import { productBySku, productName } from './world.js';

/**
 * Nodes of one outbound message: {content: [...], actions: [...]}; actions stand under the text, divided by lines.
 * `context`: {store, language, message, replied (id of the chosen reply, or null), act}; `act` has reply, quickReply, openList, openLink,
 * openCatalog, openMenu, sendLocation and notice. Every one that answers is given the message it answers.
 */
export function outbound(body, context) {
  const draw = OUTBOUND[body.type] ?? unknown;
  return draw(body, context);
}

const OUTBOUND = {
  text: (body) => ({ content: [text(body.text?.body)], actions: [] }),
  interactive: (body, context) => (INTERACTIVE[body.interactive?.type] ?? unknownInteractive)(body.interactive ?? {}, context),
  template,
  image: (body, { store }) => captioned(picture(body.image, store, 'Photo'), body.image),
  video: (body, { store }) => captioned(film(body.video, store), body.video),
  audio: (body, { store }) => captioned(sound(body.audio, store), body.audio),
  sticker: (body, { store }) => captioned(picture(body.sticker, store, 'Sticker', 'msg-sticker'), {}),
  document: (body, { store }) => captioned(file(body.document, store), body.document),
  location: (body) => ({ content: [place(body.location)], actions: [] }),
  contacts: (body) => ({ content: (body.contacts ?? []).map(card), actions: [] }),
  reaction: (body) => ({ content: [text(body.reaction?.emoji || 'took a reaction back')], actions: [] }),
};

const INTERACTIVE = {
  button: (message, context) => ({ content: frame(message, context), actions: (message.action?.buttons ?? []).map((button) => replyButton(button.reply ?? {}, context)) }),
  list: (message, context) => ({
    content: frame(message, context),
    actions: [action('list', message.action?.button ?? 'Choose', () => context.act.openList(message, context.message), { testid: 'list-open' })],
  }),
  cta_url: (message, context) => {
    const { display_text: label, url } = message.action?.parameters ?? {};
    return { content: frame(message, context), actions: [linkButton(label, url, context)] };
  },
  product: (message, context) => {
    const sku = message.action?.product_retailer_id;
    return { content: [productCard([sku], context), ...frame(message, context)], actions: [action('shop', 'View', () => context.act.openCatalog({ sections: [{ skus: [sku] }], message: context.message }))] };
  },
  product_list: (message, context) => {
    const sections = (message.action?.sections ?? []).map(({ title, product_items: items }) => ({ title, skus: (items ?? []).map((item) => item.product_retailer_id) }));
    const view = () => context.act.openCatalog({ sections, title: message.header?.text, message: context.message });
    return { content: [productCard(sections.flatMap(({ skus }) => skus), context), ...frame(message, context)], actions: [action('list', 'View items', view)] };
  },
  catalog_message: (message, context) => {
    const thumbnail = message.action?.parameters?.thumbnail_product_retailer_id;
    const skus = thumbnail ? [thumbnail] : context.store.products.slice(0, 3).map((product) => product.sku);
    return { content: [productCard(skus, context), ...frame(message, context)], actions: [action('shop', 'View catalog', () => context.act.openCatalog())] };
  },
  location_request_message: (message, context) => ({ content: frame(message, context), actions: [action('pin', 'Send location', () => context.act.sendLocation(context.message))] }),
  flow: (message, context) => ({
    content: frame(message, context),
    actions: [action('list', message.action?.parameters?.flow_cta ?? 'Open', () => context.act.notice('Flows cannot be filled in here.'))],
  }),
  order_details: orderDetails,
  order_status: (message, context) => {
    const { reference_id: reference, order } = message.action?.parameters ?? {};
    return { content: [tile('receipt', `Order ${reference ?? ''}`, words(order?.status)), ...frame(message, context)], actions: [] };
  },
};

/** Header, body and footer of an interactive message. */
function frame(message, { store }) {
  const header = message.header;
  return [
    header?.type === 'text' ? h('p', { class: 'msg-head' }, header.text) : header ? heading(header, store) : null,
    message.body?.text ? text(message.body.text) : null,
    message.footer?.text ? h('p', { class: 'msg-foot' }, message.footer.text) : null,
  ];
}

function heading(header, store) {
  const thing = header[header.type];
  if (header.type === 'image') return picture(thing, store, 'Photo');
  return header.type === 'video' ? film(thing, store) : file(thing, store);
}

function template(body, context) {
  const parts = templateParts(body.template ?? {}, context.message.rendered);
  const actions = parts.buttons.map((button) => {
    if (button.url) return linkButton(button.text, button.url, context);
    if (button.type === 'catalog') return action('shop', button.text, () => context.act.openCatalog());
    return action('reply', button.text, () => context.act.quickReply(button, context.message), replyState(button.payload ?? button.text, context));
  });
  const head = parts.header ? h('p', { class: 'msg-head' }, parts.header) : null;
  const foot = parts.footer ? h('p', { class: 'msg-foot' }, parts.footer) : null;
  const values = parts.values.length ? h('ul', { class: 'msg-values' }, parts.values.map((value) => h('li', {}, value))) : null;
  return { content: [head, parts.body ? text(parts.body) : null, values, foot], actions };
}

function orderDetails(message, context) {
  const details = message.action?.parameters ?? {};
  const currency = details.currency;
  const minor = (amount) => (amount ? fromMajorUnits(amount.value / (amount.offset || 1), currency) : NaN);
  const items = (details.order?.items ?? []).map((item) => line(item.quantity, item.name ?? item.retailer_id, money(minor(item.amount) * item.quantity, currency)));
  const link = (details.payment_settings ?? []).find((setting) => setting.payment_link)?.payment_link.uri;
  const pay = () => context.act.notice('Payment inside the chat is not imitated here.');
  return {
    content: [h('ul', { class: 'msg-lines' }, items), line('', 'Total', money(minor(details.total_amount), currency)), ...frame(message, context)],
    actions: [link ? linkButton('Review and pay', link, context) : action('card', 'Review and pay', pay)],
  };
}

function unknown(body) {
  return { content: [h('p', { class: 'msg-odd' }, `A message of type “${words(body.type)}”, which this phone cannot show.`)], actions: [] };
}

function unknownInteractive(message, context) {
  const { content } = unknown({ type: message.type });
  return { content: [...frame(message, context), ...content], actions: [] };
}

/** A paragraph with WhatsApp's text marks. */
export function text(value) {
  return h('p', { class: 'msg-text', dir: 'auto' }, richText(value));
}

/** One line of an order: quantity, name, amount. */
export function line(quantity, name, amount) {
  return h('li', { class: 'msg-line' }, h('span', { class: 'qty' }, quantity === '' ? '' : `${quantity} ×`), h('span', {}, name), h('span', { class: 'amount' }, amount));
}

/** A contact card. */
export function card(contact) {
  const name = contact.name?.formatted_name ?? contact.org?.company ?? contact.phones?.[0]?.phone ?? 'Contact';
  return tile('user', name, contact.phones?.map(({ phone }) => phone).join(', '));
}

function captioned(content, thing) {
  return { content: [content, thing?.caption ? text(thing.caption) : null], actions: [] };
}

function productCard(skus, context) {
  const products = skus.map((sku) => productBySku(context.store, sku)).filter(Boolean);
  const known = products[0];
  const arts = products.slice(0, 3).map(art);
  if (arts.length > 1) arts.forEach((picture) => picture.setAttribute('preserveAspectRatio', 'xMidYMid slice'));
  const title = known ? productName(known, context.language) : (skus[0] ?? '');
  const more = skus.length > 1 ? `and ${skus.length - 1} more` : null;
  const price = known && skus.length === 1 ? money(known.price, context.store.currency) : more;
  return h('div', { class: 'msg-product' }, h('div', { class: 'msg-arts' }, arts), h('strong', {}, title), price ? h('small', {}, price) : null);
}

function replyButton({ id, title }, context) {
  return action('reply', title, () => context.act.reply({ id, title }, context.message), { ...replyState(id, context), testid: `button-${id ?? title}` });
}

/** As in WhatsApp, the buttons of a message rest once one of them was tapped. */
function replyState(id, context) {
  return { disabled: context.replied !== null, 'aria-pressed': context.replied === id ? 'true' : null };
}

function linkButton(label, url, context) {
  return action('link', label ?? 'Open', () => context.act.openLink(url), { testid: 'pay-link', data: { url: url ?? '' } });
}

function action(iconName, label, onclick, props = {}) {
  return h('button', { type: 'button', class: 'msg-action', testid: `button-${label}`, ...props, on: { click: onclick } }, icon(iconName), h('span', {}, label));
}

const words = (value) => String(value ?? 'unknown').replaceAll('_', ' ');
