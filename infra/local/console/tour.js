/** "How it works": one order, step by step, with the file that does each. */

import { byId, h, icon } from './dom.js';

const STEPS = [
  ['The signed cart arrives: checked on its raw bytes, queued, answered', 'functions/whatsapp_webhook'],
  ['One transaction makes the order and holds the stock', 'functions/process_inbox'],
  ['The table\u2019s stream becomes events on the store\u2019s bus', 'functions/publish_events'],
  ['A payment link is opened, and a timer set for the case that nobody pays', 'functions/request_payment'],
  ['The customer is told, in order and paced; here comes the pay button', 'functions/message_customer'],
  ['The gateway\u2019s signed \u201cpaid\u201d arrives; the order is confirmed once and gets its ticket', 'functions/payment_webhook'],
  ['A shelf fell to its reorder point: its supplier is written to', 'functions/email_supplier'],
  ['A photo or a voice note is fetched and kept before WhatsApp forgets it', 'functions/store_media'],
  ['A parcel is booked, and its label made', 'functions/ask_courier'],
  ['The courier\u2019s scans arrive, late, twice or out of turn; the parcel only moves on', 'functions/record_parcels'],
  ['Nobody paid: the stock is free again, the link closed', 'functions/run_timer'],
];

/** Wires the button in the head of the page. */
export function startTour() {
  const dialog = h('dialog', { class: 'tour', 'aria-labelledby': 'tour-title', on: { click: (event) => event.target === dialog && dialog.close() } });
  const close = h('button', { type: 'button', class: 'iconbutton', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'));
  const steps = STEPS.map(([words, path]) => h('li', {}, h('span', {}, words), h('code', {}, path)));
  dialog.append(
    h('header', {}, h('h2', { id: 'tour-title' }, 'One order, end to end'), close),
    h('p', {}, 'The store behind this page is the code that runs on AWS, on a cloud embedded in this machine. WhatsApp, the gateways, the couriers and the suppliers are imitated; they sign, retry and fail like the real ones.'),
    h('ol', {}, steps),
    h('p', {}, 'The phone can do what customers do: write, answer a message, react to it, change or delete it (the arrow in its corner), and with + send photos, a voice note, a document, a location or a contact. “New customer without a number” is known to the store by a user id alone.'),
    h('p', {}, '“Parcels” lets you be the courier: say what is scanned next, or that nobody opened the door. “Clock” jumps to the hour of any timer that is set, such as the follow-up after a delivery.'),
    h('p', {}, 'Read on in ', h('code', {}, 'README.md'), ' and ', h('code', {}, 'docs/architecture.md'), '.'),
  );
  document.body.append(dialog);
  byId('tour').append(icon('book'), h('span', {}, 'How it works'));
  byId('tour').addEventListener('click', () => dialog.showModal());
}
