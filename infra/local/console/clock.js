/** The clock: every timer that is set, and a way to its hour without waiting. */

import { getTimers, runTimers } from './api.js';
import { byId, h, icon, milliseconds, toast } from './dom.js';
import { said, shortId } from './words.js';
import { storeById } from './world.js';

const WHEN = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const FROM_NOW = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]];

/** A timer's name (docs/architecture.md, "What travels") in words. */
const TIMERS = {
  expire_reservation: 'An unpaid order lets its stock go', remind_payment: 'Who has not paid is reminded', remind_delivery: 'The customer is asked again what to do with the parcel',
  end_of_waiting: 'Nobody said what to do with the parcel: staff must', follow_up: 'Follow-up: the customer is asked how it was', settle_message: 'A message whose fate is unknown is settled',
};

/** Wires the button in the weather panel. */
export function startClock() {
  const list = h('ol', { class: 'timers', testid: 'timers' });
  const close = h('button', { type: 'button', class: 'iconbutton', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'));
  const dialog = h('dialog', { class: 'tour clock', testid: 'clock', 'aria-labelledby': 'clock-title', on: { click: (event) => event.target === dialog && dialog.close() } },
    h('header', {}, h('h2', { id: 'clock-title' }, 'Clock'), close),
    h('p', {}, 'Timers ring when their hour comes. Jump there, and all up to that hour ring now, in turn.'), list);
  document.body.append(dialog);
  const open = async () => {
    list.replaceChildren(h('li', {}, 'Looking …'));
    dialog.showModal();
    await read(list);
  };
  byId('weather').append(h('button', { type: 'button', class: 'quiet', testid: 'clock-open', on: { click: open } }, icon('hourglass'), 'Clock'));
}

async function read(list) {
  const timers = await getTimers().catch((error) => void toast(error.message, 'bad'));
  if (!timers) return;
  const row = (timer) => h('li', { class: 'timer', testid: 'timer', data: { timer: timer.input?.timer ?? '', at: timer.at ?? '' } },
    h('span', { class: 'timer-what' }, h('strong', {}, TIMERS[timer.input?.timer] ?? said(timer.input?.timer ?? timer.name)), h('small', {}, about(timer))),
    h('button', { type: 'button', class: 'quiet', testid: 'timer-run', 'aria-label': `Jump to ${when(timer.at)}`, on: { click: (event) => jump(event.currentTarget, timer, list) } }, 'Jump here'));
  list.replaceChildren(...(timers.length ? timers.map(row) : [h('li', {}, 'No timer is set: nothing waits for its hour.')]));
}

function about({ store, input, at }) {
  return [when(at), input?.order_id ? `order ${shortId(input.order_id)}` : null, storeById(store)?.name ?? store].filter(Boolean).join(' · ');
}

function when(at) {
  const distance = milliseconds(at) - Date.now();
  if (Number.isNaN(distance)) return 'at no certain hour';
  const [unit, size] = UNITS.find(([, one]) => Math.abs(distance) >= one) ?? UNITS.at(-1);
  return `${WHEN.format(milliseconds(at))}, ${FROM_NOW.format(Math.round(distance / size), unit)}`;
}

async function jump(button, { at }, list) {
  button.disabled = true;
  try {
    const { fired } = await runTimers({ until: at });
    toast(`${fired} ${fired === 1 ? 'timer' : 'timers'} fired.`);
    await read(list);
    (list.querySelector('button') ?? list.closest('dialog').querySelector('button')).focus();
  } catch (error) {
    button.disabled = false;
    toast(error.message, 'bad');
  }
}
