/** The simulators' routes under this page's own origin (docs/architecture.md, "The local world"). Every call has a timeout. */

const TIMEOUT_MS = 15_000;

/** Raised when a route cannot be reached or refuses; `message` is fit to show. */
export class Unavailable extends Error {}

async function call(path, { method = 'GET', body, file } = {}) {
  const options = { method, signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'application/json' } };
  if (body !== undefined) {
    options.headers['content-type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  if (file) Object.assign(options, { body: file, headers: { ...options.headers, 'content-type': file.type || 'application/octet-stream' } });
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Unavailable('The simulators do not answer. Is the local world running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Unavailable(reason(answer) ?? `${path} answered ${response.status}`);
  return answer;
}

function reason(answer) {
  const said = answer.error?.message ?? answer.error ?? answer.detail ?? answer.title;
  return typeof said === 'string' ? said : null;
}

const query = (parameters) => new URLSearchParams(parameters).toString();

export const getStores = async () => (await call('/sim/stores')).stores ?? [];
/** `identity` is a phone number's digits or a business-scoped user id. */
export const getChat = (store, identity) => call(`/sim/whatsapp/chat?${query({ store, wa_id: identity })}`);
export const getOrders = async (store) => (await call(`/sim/orders?${query({ store })}`)).items ?? [];
export const getStock = async (store) => (await call(`/sim/stock?${query({ store })}`)).items ?? [];
export const getEmails = async () => (await call('/sim/emails')).emails ?? [];
export const getPayments = async (store) => (await call(`/sim/payments?${query({ store })}`)).payments ?? [];
export const getParcels = async (store) => (await call(`/sim/parcels?${query({ store })}`)).parcels ?? [];
/** `step` is {status} or {expected: "YYYY-MM-DD"}: what a parcel's courier scans or announces next. */
export const advanceParcel = (code, step) => call(`/sim/parcels/${encodeURIComponent(code)}`, { method: 'POST', body: step });
export const getTimers = async () => (await call('/sim/timers')).timers ?? [];
export const injectFault = (fault) => call('/sim/faults', { method: 'POST', body: fault });
/** All of them, or with {until: RFC 3339} those whose hour comes by then. */
export const runTimers = (which = {}) => call('/sim/timers/run', { method: 'POST', body: which });

/** Speaks as the customer: `message` is Meta's message object without `id`, `from` and `timestamp`. */
export function sendInbound(store, customer, message) {
  const { wa_id, user_id, name, username } = customer;
  const from = { wa_id, user_id, name, username };
  return call('/sim/whatsapp/inbound', { method: 'POST', body: { store, from, message } });
}

/** Hands a file (a Blob) to WhatsApp, as a phone does before it sends a message with it: {id, mime_type, sha256, file_size}. */
export const uploadMedia = (store, file, filename = '') => call(`/sim/whatsapp/media?${query({ store, ...(filename ? { filename } : {}) })}`, { method: 'POST', file });

/**
 * Follows `/sim/live`. `handlers` maps an event name to what takes its data; `onState` hears 'open' and 'lost'.
 * The browser reconnects by itself; after a loss, 'open' comes again and the page should be read anew.
 */
export function follow(handlers, onState) {
  const source = new EventSource('/sim/live');
  source.addEventListener('open', () => onState('open'));
  source.addEventListener('error', () => onState('lost'));
  for (const [name, handler] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      let data;
      try {
        data = JSON.parse(event.data);
      } catch {
        return; // a garbled line must not stop the feed
      }
      handler(data);
    });
  }
  return source;
}

/** For readings that may overtake each other: `begin()` when one is asked for gives `isNewest()` for when its answer is there. */
export function inOrder() {
  let asked = 0;
  let shown = 0;
  return () => {
    asked += 1;
    const turn = asked;
    return () => {
      if (turn < shown) return false;
      shown = turn;
      return true;
    };
  };
}
