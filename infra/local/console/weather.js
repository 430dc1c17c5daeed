/** Bad weather on demand: the outside companies' faults, and time for the timers. */

import { injectFault, runTimers } from './api.js';
import { byId, h, icon, toast } from './dom.js';
import { on } from './world.js';

const PROVIDERS = [['whatsapp', 'WhatsApp'], ['stripe', 'Stripe'], ['razorpay', 'Razorpay'], ['easypost', 'EasyPost'], ['shiprocket', 'Shiprocket']];

/** The words of POST /sim/faults, and what they mean to someone who has not read the contract. */
const FAULTS = [
  ['duplicate', 'says everything twice', 'will deliver a webhook twice'],
  ['drop', 'loses a webhook at first', 'will lose the first try of a webhook'],
  ['reorder', 'mixes up the order', 'will deliver webhooks out of order'],
  ['delay', 'is slow', 'will be slow'],
  ['429', 'is too busy (429)', 'will answer that we call too often'],
  ['5xx', 'breaks (5xx)', 'will fail on its side'],
  ['timeout_after_accept', 'does it, but never answers', 'will do as asked and never answer'],
  ['none', 'is fine again', 'is fine again'],
];
const TIMES = [1, 2, 3, 5, 10];
const HINT = 'Whatever the weather: one order, one payment, one ticket.';

/** Fills the panel. */
export function startWeather() {
  const provider = choice('fault-provider', 'Company', PROVIDERS);
  const fault = choice('fault-kind', 'Fault', FAULTS);
  const times = choice('fault-times', 'How often', TIMES.map((count) => [String(count), `${count} ×`]));
  const submit = async (event) => {
    event.preventDefault();
    const chosen = { provider: provider.value, fault: fault.value, times: Number(times.value) };
    await attempt(event.submitter, () => injectFault(chosen), () => `${labelOf(PROVIDERS, chosen.provider)} ${FAULTS.find(([id]) => id === chosen.fault)[2]}${often(chosen)}.`);
  };
  const inject = h('button', { type: 'submit', class: 'quiet', testid: 'fault-inject' }, icon('bolt'), 'Inject');
  const timers = h('button', { type: 'button', class: 'quiet', testid: 'timers-run', title: 'Fires the pending timers now: unpaid orders expire, their stock is free again', on: { click: (event) => attempt(event.currentTarget, () => runTimers(), fired) } }, icon('clock'), 'Run timers');
  byId('weather').append(
    h('h2', { id: 'weather-title' }, icon('cloud'), 'Weather'),
    h('form', { class: 'weather-form', on: { submit } }, provider, fault, times, inject),
    h('p', { class: 'weather-note', title: HINT }, HINT), timers);
  on('stores', (stores) => provider.replaceChildren(...PROVIDERS.filter(([id]) => id === 'whatsapp' || stores.some((store) => usedBy(store, id))).map(option)));
}

const usedBy = (store, provider) => store.payment_provider === provider || store.courier === provider;

const option = ([value, words]) => h('option', { value }, words);

const labelOf = (choices, value) => choices.find(([id]) => id === value)?.[1] ?? value;

const often = ({ fault, times }) => (fault === 'none' ? '' : times === 1 ? ', once' : `, ${times} times`);

function fired(answer) {
  const count = answer.fired ?? answer.count ?? answer.ran;
  if (Array.isArray(count)) return fired({ fired: count.length });
  return Number.isFinite(count) ? `${count} ${count === 1 ? 'timer' : 'timers'} fired.` : 'The timers were fired.';
}

async function attempt(button, work, words) {
  button.disabled = true;
  try {
    toast(words(await work()));
  } catch (error) {
    toast(error.message, 'bad');
  } finally {
    button.disabled = false;
  }
}

function choice(id, label, options) {
  return h('select', { testid: id, 'aria-label': label }, options.map(option));
}
