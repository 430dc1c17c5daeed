/** The store's catalog inside the phone, and the cart that is sent from it as WhatsApp's `order` message. */

import { h, icon } from './dom.js';
import { majorUnits, money } from './money.js';
import { art } from './pictures.js';
import { closeSheet, openSheet } from './sheets.js';
import { identity, productBySku, productName, tell } from './world.js';

/** Carts by store and customer: they outlive the sheet, as in WhatsApp, until they are sent. */
const carts = new Map();

/**
 * Opens the catalog; `sections` ([{title, skus}]) narrows it to what a product message named, in its order and under its titles.
 * `send` gets Meta's message object when the cart is sent, `ask` a product that the customer wants to write about.
 */
export function openCatalog({ store, customer, sections, title, send, ask }) {
  const key = `${store.id}/${identity(customer)}`;
  if (!carts.has(key)) carts.set(key, new Map());
  const cart = carts.get(key);
  const shown = sections?.length ? sections.map((section) => ({ title: section.title, products: section.skus.map((sku) => productBySku(store, sku)) })) : [{ products: store.products }];
  const bar = cartBar(store, cart, (note) => {
    send(orderMessage(store, cart, note));
    cart.clear();
    closeSheet();
    tell('step', 'cart');
  });
  const change = (sku, step) => {
    const count = Math.min(99, Math.max(0, (cart.get(sku) ?? 0) + step));
    if (count) cart.set(sku, count);
    else cart.delete(sku);
    bar.refresh();
    return count;
  };
  const groups = shown.map((section) => [
    section.title ? h('h3', { class: 'goods-title' }, section.title) : null,
    grouped(section.products, customer.language).map((group) => card(group, store, cart, change, (product) => {
      closeSheet();
      ask(product);
    })),
  ]);
  openSheet({ title: title || store.name, content: [h('div', { class: 'sheet-body goods' }, groups), bar.element], tall: true, name: 'catalog' });
  tell('step', 'catalog');
}

/** Meta's `order` message for a cart of sku -> quantity. Prices are in major units, as Meta sends them. */
export function orderMessage(store, cart, note) {
  const priced = new Map(store.products.map((product) => [product.sku, product.price]));
  const items = [...cart].map(([sku, quantity]) => ({
    product_retailer_id: sku,
    quantity,
    item_price: majorUnits(priced.get(sku), store.currency),
    currency: store.currency,
  }));
  return { type: 'order', order: { catalog_id: store.catalog_id ?? '', text: note, product_items: items } };
}

/**
 * Sizes of one thing together: products that have a size or a pack and share their sku up to its last dash.
 * Their common first words are the title, the rest names the size. Returns [{title, variants: [{product, label}]}].
 */
export function grouped(products, language) {
  const groups = new Map();
  for (const product of products) {
    const sized = product.size || product.pack;
    const key = sized ? product.sku.replace(/-[^-]+$/, '') : product.sku;
    groups.set(key, [...(groups.get(key) ?? []), product]);
  }
  return [...groups.values()].flatMap((members) => {
    const names = members.map((product) => productName(product, language));
    const title = members.length > 1 ? commonStart(names) : names[0];
    if (!title) return members.map((product, index) => single(product, names[index]));
    if (members.length === 1) return [single(members[0], title)];
    return [{ title, variants: members.map((product, index) => ({ product, label: names[index].slice(title.length).replace(/^[\s,;:–-]+/, '') })) }];
  });
}

const single = (product, title) => ({ title, variants: [{ product, label: '' }] });

function commonStart(names) {
  const words = names.map((name) => name.split(' '));
  const end = words[0].findIndex((word, index) => words.some((other) => other[index] !== word));
  return words[0].slice(0, end === -1 ? undefined : end).join(' ').replace(/[\s,;:–-]+$/, '');
}

function card({ title, variants }, store, cart, change, ask) {
  const [{ product }] = variants;
  const question = h('button', { type: 'button', class: 'iconbutton ask', testid: `ask-${product.sku}`, title: 'Ask about it', 'aria-label': `Ask about ${title}`, on: { click: () => ask(product) } }, icon('chat'));
  const rows = variants.map((one) => variant(one.product, one.label, title, store, cart, change));
  return h('article', { class: 'good' }, art(product), h('div', { class: 'good-text' }, h('div', { class: 'good-head' }, h('h3', {}, title), question), rows));
}

function variant(product, label, title, store, cart, change) {
  const whole = [title, label].filter(Boolean).join(', ');
  const count = h('output', { 'aria-label': `${whole} in the cart` });
  const step = (by) => () => show(change(product.sku, by));
  const less = h('button', { type: 'button', class: 'step', testid: `remove-${product.sku}`, 'aria-label': `One less: ${whole}`, on: { click: step(-1) } }, icon('minus'));
  const more = h('button', { type: 'button', class: 'step more', testid: `add-${product.sku}`, 'aria-label': `Add ${whole}`, on: { click: step(1) } }, icon('plus'));
  const row = h('div', { class: 'variant', testid: `product-${product.sku}` },
    label ? h('span', { class: 'size' }, label) : null, h('span', { class: 'price' }, money(product.price, store.currency)), h('span', { class: 'stepper' }, less, count, more));
  const show = (quantity) => {
    count.textContent = quantity || '';
    row.classList.toggle('chosen', quantity > 0);
    less.disabled = quantity === 0;
  };
  show(cart.get(product.sku) ?? 0);
  return row;
}

function cartBar(store, cart, submit) {
  const note = h('input', { type: 'text', class: 'cart-note', testid: 'cart-note', maxlength: 200, placeholder: 'A note for the store', 'aria-label': 'A note for the store' });
  const label = h('span', {});
  const total = h('strong', {});
  const button = h('button', { type: 'submit', class: 'primary', testid: 'cart-send' }, icon('send'), h('span', {}, 'Send cart'));
  const onSubmit = (event) => {
    event.preventDefault();
    if (cart.size) submit(note.value.trim());
  };
  const element = h('form', { class: 'cart', on: { submit: onSubmit } }, note, h('div', { class: 'cart-sum', 'aria-live': 'polite' }, label, total), button);
  const refresh = () => {
    const count = [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
    const sum = store.products.reduce((amount, product) => amount + product.price * (cart.get(product.sku) ?? 0), 0);
    label.textContent = count ? `${count} ${count === 1 ? 'item' : 'items'}` : 'Your cart is empty';
    total.textContent = count ? money(sum, store.currency) : '';
    button.disabled = count === 0;
  };
  refresh();
  return { element, refresh };
}
