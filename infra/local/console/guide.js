/** The first-time hint: four steps that tick themselves off as the newcomer takes them. */

import { byId, h, icon } from './dom.js';
import { memory, on } from './world.js';

const STEPS = [
  ['catalog', 'Write, or shop', 'open-catalog'],
  ['cart', 'Send or confirm', null],
  ['pay', 'Tap Pay in the chat', null],
  ['watch', 'Watch it happen', null],
];

let done = 0;

/** Shows the hint unless it was put away before. */
export function startGuide() {
  if (memory.get('guided')) return;
  const guide = byId('guide');
  guide.hidden = false;
  on('step', (step) => reach(STEPS.findIndex(([name]) => name === step) + 1));
  // Whatever was paid for is confirmed by an event: the last step, and the end of the hint.
  on('timeline', ({ name }) => name === 'OrderConfirmed' && done >= 2 && reach(STEPS.length));
  draw();
}

function reach(step) {
  if (step <= done) return;
  done = step;
  draw();
}

function draw() {
  const steps = STEPS.map(([, text], index) =>
    h('li', { class: index < done ? 'done' : index === done ? 'now' : '', 'aria-current': index === done ? 'step' : null }, h('span', { class: 'step-number' }, index < done ? icon('check') : index + 1), h('span', {}, text)));
  const close = h('li', { class: 'guide-close' }, h('button', { type: 'button', class: 'iconbutton', 'aria-label': 'Put the hint away', on: { click: putAway } }, icon('close')));
  const over = h('li', { class: 'now' }, h('span', { class: 'step-number' }, icon('check')), h('span', {}, 'Now write to the shop, or send a photo with +'));
  byId('guide').replaceChildren(...(done === STEPS.length ? [over] : steps), close);
  byId('open-catalog').classList.toggle('beckon', done === 0);
}

function putAway() {
  memory.set('guided', true);
  byId('guide').hidden = true;
  byId('open-catalog').classList.remove('beckon');
}
