/** What the store sends, drawn as WhatsApp shows it. `body` is the Graph API body (docs: messages, interactive, templates). */

import { h, icon } from './dom.js';
import { fromMajorUnits, money } from './money.js';
import { art } from './pictures.js';
import { richText } from './richtext.js';
import { templateParts } from './templates.js';
import { productBySku, productName } from './world.js';

/**
 * Nodes of one outbound message: {content: [...], actions: [...]}; actions stand under the text, divided by lines.
 * `context`: {store, language, message, replied (id of the chosen reply, or null), act}; `act` has reply, quickReply, openList, openLink,
 * openCatalog, sendLocation and notice.
 */
export function outbound(body, context) {
  const draw = OUTBOUND[body.type] ?? unknown;
  return draw(body, context);
}

const OUTBOUND = {
  text: (body) => ({ content: [text(body.text?.body)], actions: [] }),
  interactive: (body, context) => (INTERACTIVE[body.interactive?.type] ?? unknownInteractive)(body.interactive ?? {}, context),
  template,
  image: (body) => media(body.image, 'image', 'Photo'),
  video: (body) => media(body.video, 'image', 'Video'),
  audio: (body) => media(body.audio, 'bolt', 'Audio'),
  sticker: (body) => media(body.sticker, 'image', 'Sticker'),
  document: (body) => media(body.document, 'receipt', body.document?.filename ?? 'Document'),
  location: (body) => ({ content: [place(body.location)], actions: [] }),
  contacts: (body) => ({ content: [...(body.contacts ?? [])].map((contact) => row('user', contact.name?.formatted_name ?? 'Contact')), actions: [] }),
  reaction: (body) => ({ content: [text(body.reaction?.emoji || 'took a reaction back')], actions: [] }),
};

const INTERACTIVE = {
  button: (message, context) => ({ content: frame(message), actions: (message.action?.buttons ?? []).map((button) => replyButton(button.reply ?? {}, context)) }),
  list: (message, context) => ({
    content: frame(message),
    actions: [action('list', message.action?.button ?? 'Choose', () => context.act.openList(message, context.message), { testid: 'list-open' })],
  }),
  cta_url: (message, context) => {
    const { display_text: label, url } = message.action?.parameters ?? {};
    return { content: frame(message), actions: [linkButton(label, url, context)] };
  },
  product: (message, context) => {
    const sku = message.action?.product_retailer_id;
    return { content: [productCard([sku], context), ...frame(message)], actions: [action('shop', 'View', () => context.act.openCatalog([sku]))] };
  },
  product_list: (message, context) => {
    const skus = (message.action?.sections ?? []).flatMap((section) => section.product_items ?? []).map((item) => item.product_retailer_id);
    return { content: [productCard(skus, context), ...frame(message)], actions: [action('list', 'View items', () => context.act.openCatalog(skus))] };
  },
  catalog_message: (message, context) => {
    const thumbnail = message.action?.parameters?.thumbnail_product_retailer_id;
    const skus = thumbnail ? [thumbnail] : context.store.products.slice(0, 3).map((product) => product.sku);
    return { content: [productCard(skus, context), ...frame(message)], actions: [action('shop', 'View catalog', () => context.act.openCatalog())] };
  },
  location_request_message: (message, context) => ({ content: frame(message), actions: [action('pin', 'Send location', () => context.act.sendLocation(context.message))] }),
  flow: (message, context) => ({
    content: frame(message),
    actions: [action('list', message.action?.parameters?.flow_cta ?? 'Open', () => context.act.notice('Flows cannot be filled in here.'))],
  }),
  order_details: orderDetails,
  order_status: (message) => {
    const { reference_id: reference, order } = message.action?.parameters ?? {};
    return { content: [row('receipt', `Order ${reference ?? ''}`, words(order?.status)), ...frame(message)], actions: [] };
  },
};

/** Header, body and footer of an interactive message. */
function frame(message) {
  const header = message.header;
  return [
    header?.type === 'text' ? h('p', { class: 'msg-head' }, header.text) : header ? mediaTile(header[header.type], 'image', words(header.type)) : null,
    message.body?.text ? text(message.body.text) : null,
    message.footer?.text ? h('p', { class: 'msg-foot' }, message.footer.text) : null,
  ];
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
    content: [h('ul', { class: 'msg-lines' }, items), line('', 'Total', money(minor(details.total_amount), currency)), ...frame(message)],
    actions: [link ? linkButton('Review and pay', link, context) : action('card', 'Review and pay', pay)],
  };
}

function unknown(body) {
  return { content: [h('p', { class: 'msg-odd' }, `A message of type “${words(body.type)}”, which this phone cannot show.`)], actions: [] };
}

function unknownInteractive(message) {
  const { content } = unknown({ type: message.type });
  return { content: [...frame(message), ...content], actions: [] };
}

/** A paragraph with WhatsApp's text marks. */
export function text(value) {
  return h('p', { class: 'msg-text', dir: 'auto' }, richText(value));
}

/** An icon tile with a title and a line under it. */
export function row(iconName, title, under) {
  return h('div', { class: 'msg-row' }, h('span', { class: 'msg-tile' }, icon(iconName)), h('div', {}, h('strong', {}, title), under ? h('small', {}, under) : null));
}

/** One line of an order: quantity, name, amount. */
export function line(quantity, name, amount) {
  return h('li', { class: 'msg-line' }, h('span', { class: 'qty' }, quantity === '' ? '' : `${quantity} ×`), h('span', {}, name), h('span', { class: 'amount' }, amount));
}

/** A place with a name, or else its coordinates. */
export function place(location = {}) {
  return row('pin', location.name ?? 'Location', location.address ?? `${location.latitude}, ${location.longitude}`);
}

function media(thing, iconName, label) {
  return { content: [mediaTile(thing, iconName, label), thing?.caption ? text(thing.caption) : null], actions: [] };
}

/** Only this page's own pictures are loaded; for others a tile names what the customer would see. */
function mediaTile(thing, iconName, label) {
  const link = thing?.link ?? '';
  if (iconName === 'image' && link.startsWith(`${location.origin}/`)) return h('img', { class: 'msg-image', src: link, alt: label });
  return row(iconName, label, thing?.filename ?? (link ? link.split('/').pop() : thing?.id));
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
