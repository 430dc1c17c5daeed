/** The suppliers' inbox: what was emailed, newest first, unread until it is opened. */

import { getEmails, inOrder } from './api.js';
import { byId, clock, empty, h, milliseconds, skeleton, toast } from './dom.js';
import { on } from './world.js';

const PREVIEW_CHARACTERS = 140;

/** key -> {row, drawn: the email} */
let rows = new Map();
let loaded = false;
const begin = inOrder();

/** Wires the panel. */
export function startInbox() {
  byId('emails').replaceChildren(...skeleton(3));
  on('email', read);
  on('reload', read);
}

async function read() {
  const isNewest = begin();
  const emails = await getEmails().catch((error) => void toast(error.message, 'bad'));
  if (!emails || !isNewest()) return;
  byId('emails-count').textContent = emails.length ? String(emails.length) : '';
  const newestFirst = emails.map((email, index) => ({ email, index })).sort((one, other) => milliseconds(other.email.at) - milliseconds(one.email.at) || other.index - one.index);
  const next = new Map();
  for (const { email, index } of newestFirst) {
    const key = JSON.stringify([email.at, email.to, email.subject, email.text, email.id ?? index]);
    next.set(key, rows.get(key) ?? row(email));
  }
  rows = next;
  loaded = true;
  if (rows.size) byId('emails').replaceChildren(...rows.values());
  else byId('emails').replaceChildren(empty('mail', 'No mail', 'When a shelf falls to its reorder point, its supplier is written to.'));
}

function row(email) {
  const text = h('div', { class: 'email-text', testid: 'email-text', hidden: true }, email.text ?? '');
  const preview = h('span', { class: 'email-preview' }, (email.text ?? '').replace(/\s+/g, ' ').slice(0, PREVIEW_CHARACTERS));
  const to = [email.to].flat().join(', ');
  const element = h('article', { class: `email${loaded ? ' fresh unread' : ''}`, testid: 'email-row' });
  const toggle = () => {
    text.hidden = !text.hidden;
    preview.hidden = !text.hidden;
    head.setAttribute('aria-expanded', String(!text.hidden));
    element.classList.remove('unread');
  };
  const head = h('button', { type: 'button', class: 'email-head', 'aria-expanded': 'false', on: { click: toggle } },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, to.charAt(0).toUpperCase()),
    h('span', { class: 'email-main' }, h('span', { class: 'email-to' }, to), h('strong', {}, email.subject ?? '(no subject)'), preview),
    h('time', {}, clock(email.at)));
  element.append(head, text);
  return element;
}
