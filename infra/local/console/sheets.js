/** What slides over the chat inside the phone: the catalog, a list's rows, the payment page. One at a time; Escape closes it. */

import { byId, h, icon } from './dom.js';

let current = null;

/** Opens a sheet with a title and content nodes and returns its element. `tall` fills the phone. `onClose` runs once. */
export function openSheet({ title, content, tall = false, name, closeTestid, onClose = () => {} }) {
  closeSheet();
  const close = h('button', { type: 'button', class: 'iconbutton', 'aria-label': 'Close', testid: closeTestid, on: { click: closeSheet } }, icon('close'));
  const head = h('header', { class: 'sheet-head' }, h('strong', {}, title), close);
  const sheet = h('div', { class: `sheet${tall ? ' tall' : ''}`, role: 'dialog', 'aria-modal': 'true', 'aria-label': title, testid: name }, head, content);
  const veil = h('div', { class: 'veil', on: { click: (event) => event.target === veil && closeSheet() } }, sheet);
  veil.addEventListener('keydown', (event) => event.key === 'Escape' && closeSheet());
  current = { veil, onClose, before: document.activeElement };
  byId('chatview').inert = true;
  byId('screen').append(veil);
  close.focus({ preventScroll: true });
  return sheet;
}

/** Closes the open sheet, if any, and gives the focus back. */
export function closeSheet() {
  if (!current) return;
  const { veil, onClose, before } = current;
  current = null;
  veil.remove();
  byId('chatview').inert = false;
  if (before?.isConnected) before.focus({ preventScroll: true });
  onClose();
}

/** The rows of a list message; `choose` gets the row. */
export function openList(message, choose) {
  const pick = (row) => {
    closeSheet();
    choose(row);
  };
  const option = (row) =>
    h('button', { type: 'button', class: 'list-option row', testid: `button-${row.id ?? row.title}`, on: { click: () => pick(row) } }, h('strong', {}, row.title), row.description ? h('small', {}, row.description) : null);
  const sections = (message.action?.sections ?? []).map((section) => [section.title ? h('h3', {}, section.title) : null, (section.rows ?? []).map(option)]);
  openSheet({ title: message.action?.button ?? 'Choose', content: h('div', { class: 'sheet-body' }, sections) });
}
