/** Links in the chat: the gateway's page opens inside the phone, anything else in a tab of its own. */

import { getPayments, Unavailable } from './api.js';
import { h, toast } from './dom.js';
import { closeSheet, openSheet } from './sheets.js';
import { on, tell, world } from './world.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const LINGER_MS = 1_600;

let open = null;

/** Follows a link as the customer would. Only http and https are followed. */
export function openLink(url) {
  let target;
  try {
    target = new URL(url, location.href);
  } catch {
    return toast('This link cannot be read.', 'bad');
  }
  if (!['http:', 'https:'].includes(target.protocol)) return toast('This link leads nowhere safe.', 'bad');
  // The page may be open as localhost while the link says 127.0.0.1: both are this console.
  const ours = target.host === location.host || (LOOPBACK.has(target.hostname) && target.port === location.port);
  if (ours) return openPayment(target);
  window.open(target.href, '_blank', 'noopener,noreferrer');
}

function openPayment(target) {
  const id = decodeURIComponent(target.pathname.split('/').filter(Boolean).pop() ?? '');
  const frame = h('iframe', {
    class: 'pay-frame', testid: 'pay-frame', title: 'Payment page', src: target.pathname + target.search,
  });
  openSheet({ title: 'Payment', content: frame, tall: true, closeTestid: 'pay-close', onClose: () => { open = null; } });
  open = { id, frame, store: world.store.id };
  tell('step', 'pay');
  // The page reloads after paying; the live feed may say so first, or be down.
  frame.addEventListener('load', () => open && leaveWhenPaid(open));
}

async function leaveWhenPaid(payment) {
  try {
    const found = (await getPayments(payment.store)).find((one) => one.id === payment.id);
    if (found?.status === 'paid') leave(payment);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

/** Back to the chat, after a moment to read that it worked. */
function leave(payment) {
  if (payment.leaving) return;
  payment.leaving = true;
  setTimeout(() => open === payment && closeSheet(), LINGER_MS);
}

// The gateway's page says so itself, to whoever opened it.
addEventListener('message', (event) => {
  const ours = event.origin === location.origin && event.data?.type === 'tillhook:paid';
  if (ours && open && event.source === open.frame.contentWindow && event.data.id === open.id) leave(open);
});

on('payment', ({ id, status }) => {
  if (open && open.id === id && status === 'paid') leave(open);
});
