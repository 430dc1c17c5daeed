/** What the whole page shares: the stores, who is chosen, and a small board where parts tell each other what happened. */

export const world = {
  stores: [],
  /** the chosen store, as /sim/stores gives it */
  store: null,
  /** the chosen customer: {name, wa_id, user_id, language}; one who hides the number has no wa_id */
  customer: null,
};

const board = new EventTarget();

/** Topics: stores, store, orders, customer, timeline, chat, stock, email, payment, parcel, reload, step (what the newcomer just did). */
export const on = (topic, listener) => board.addEventListener(topic, (event) => listener(event.detail));
export const tell = (topic, detail) => board.dispatchEvent(new CustomEvent(topic, { detail }));

/** What a customer's chat goes by: the phone number, or else the business-scoped user id. */
export const identity = ({ wa_id: waId, user_id: userId }) => waId ?? userId;

export const storeById = (id) => world.stores.find((store) => store.id === id) ?? null;

/** A product of a store by its sku, or null. */
export const productBySku = (store, sku) => store?.products?.find((product) => product.sku === sku) ?? null;

/** A product's name in a language, else its own. */
export const productName = (product, language) => product.names?.[language] ?? product.name;

/** Remembers small things between visits; a browser that refuses storage just forgets. */
export const memory = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(`tillhook.${key}`));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`tillhook.${key}`, JSON.stringify(value));
    } catch {
      // private windows may refuse
    }
  },
};
