/** Starts the console: reads the stores, lets the parts wire themselves, follows what happens. */

import { follow, getStock, getStores } from './api.js';
import { startClock } from './clock.js';
import { byId, h, icon, toast } from './dom.js';
import { startGuide } from './guide.js';
import { startInbox } from './inbox.js';
import { startOrders } from './orders.js';
import { startParcels } from './parcels.js';
import { customersOf, languagesOf, newCustomer } from './people.js';
import { startPhone } from './phone.js';
import { startStock } from './stock.js';
import { startTimeline } from './timeline.js';
import { startTour } from './tour.js';
import { startWeather } from './weather.js';
import { identity, memory, on, storeById, tell, world } from './world.js';

const RETRY_MS = 2_000;
const TABS = [['phone', 'Phone', 'phone'], ['orders', 'Orders', 'receipt'], ['parcels', 'Parcels', 'truck'], ['events', 'Events', 'bolt'], ['inbox', 'Inbox', 'mail'], ['stock', 'Stock', 'shelf'], ['weather', 'Weather', 'cloud']];
const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });

/** store and identity of a customer -> chats with something not seen yet */
const unseen = new Map();

startTabs();
startPhone();
startOrders();
startParcels();
startTimeline();
startInbox();
startStock();
startWeather();
startClock();
startGuide();
startTour();
byId('store-select').addEventListener('change', (event) => chooseStore(event.target.value));
byId('customer-select').addEventListener('change', (event) => chooseCustomer(event.target.value));
begin();

/** The page may be open before the stores are deployed: it waits for them. */
async function begin() {
  const stores = await getStores().catch(() => []);
  const deployed = stores.length > 0 && (await getStock(stores[0].id).catch(() => null)) !== null;
  if (!deployed) {
    setLive('waiting', 'Waiting for the stores');
    setTimeout(begin, RETRY_MS);
    return;
  }
  world.stores = stores;
  tell('stores', stores);
  byId('store-select').replaceChildren(...stores.map((store) => h('option', { value: store.id }, store.name)));
  chooseStore(storeById(memory.get('store')) ? memory.get('store') : stores[0].id);
  listen();
}

function listen() {
  const feeds = ['timeline', 'stock', 'email', 'payment', 'parcel', 'reload'];
  const handlers = Object.fromEntries(feeds.map((topic) => [topic, (data) => tell(topic, data)]));
  follow({ ...handlers, chat: heard }, (state) => {
    setLive(state, state === 'open' ? 'Live' : 'Reconnecting');
    // Read only now, and again after a loss: what happens between a reading and the feed would be missed.
    if (state === 'open') tell('reload');
  });
}

function heard(chat) {
  tell('chat', chat);
  if (chat.store === world.store?.id && world.customer && chat.wa_id === identity(world.customer)) return;
  unseen.set(`${chat.store}/${chat.wa_id}`, true);
  if (chat.store === world.store?.id) listCustomers();
}

function chooseStore(id) {
  world.store = storeById(id);
  memory.set('store', id);
  byId('store-select').value = id;
  for (const element of document.querySelectorAll('[data-store-name]')) element.textContent = world.store.name;
  tell('store', world.store);
  const customers = customersOf(world.store);
  const before = memory.get(`customer.${id}`);
  chooseCustomer(customers.some((customer) => identity(customer) === before) ? before : identity(customers[0]));
}

function chooseCustomer(value) {
  const own = languagesOf(world.store)[0];
  const language = /^new:(.+)$/.exec(value)?.[1] ?? (['new', 'hidden'].includes(value) ? own : null);
  const customer = language ? newCustomer(world.store, language, { hidden: value === 'hidden' }) : customersOf(world.store).find((one) => identity(one) === value);
  world.customer = customer;
  memory.set(`customer.${world.store.id}`, identity(customer));
  unseen.delete(`${world.store.id}/${identity(customer)}`);
  listCustomers();
  tell('customer', customer);
}

function listCustomers() {
  const option = (customer) => {
    const news = unseen.has(`${world.store.id}/${identity(customer)}`) ? '● ' : '';
    return h('option', { value: identity(customer) }, `${news}${customer.name} (${customer.language})${customer.wa_id ? '' : ', no number'}`);
  };
  const [own, ...others] = languagesOf(world.store);
  const makers = [h('option', { value: 'new' }, `New customer, ${LANGUAGES.of(own)}`), ...others.map((language) => h('option', { value: `new:${language}` }, `New customer, ${LANGUAGES.of(language)}`))];
  makers.push(h('option', { value: 'hidden' }, 'New customer without a number'));
  byId('customer-select').replaceChildren(...customersOf(world.store).map(option), h('hr'), ...makers);
  byId('customer-select').value = identity(world.customer);
}

function startTabs() {
  const show = (name) => {
    document.body.dataset.tab = name;
    byTab(name).classList.remove('news');
    for (const button of byId('tabs').children) button.setAttribute('aria-current', String(button.dataset.testid === `tab-${name}`));
  };
  byId('tabs').append(...TABS.map(([name, label, picture]) => h('button', { type: 'button', testid: `tab-${name}`, on: { click: () => show(name) } }, icon(picture), h('span', {}, label))));
  const unread = (topic, name) => on(topic, () => document.body.dataset.tab !== name && byTab(name).classList.add('news'));
  unread('timeline', 'events');
  unread('email', 'inbox');
  show(matchMedia('(max-width: 759.98px)').matches ? 'phone' : 'events');
}

function byTab(name) {
  return [...byId('tabs').children].find((button) => button.dataset.testid === `tab-${name}`);
}

function setLive(state, words) {
  byId('live').dataset.state = state;
  byId('live').querySelector('span').textContent = words;
}

addEventListener('unhandledrejection', (event) => toast(String(event.reason?.message ?? event.reason), 'bad'));
