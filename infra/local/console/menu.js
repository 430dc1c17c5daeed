/** What can be done with one message: react to it, answer it, change it, take it back. */

import { h, icon } from './dom.js';
import { closeSheet, openSheet } from './sheets.js';
import { ownReaction } from './thread.js';

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** Opens the menu of `message`, one of `messages`; `act` has react, reply, edit and revoke. */
export function openMessageMenu(message, messages, act) {
  const chosen = ownReaction(messages, message.id);
  const after = (work) => () => {
    closeSheet();
    work();
  };
  const emoji = (sign) =>
    h('button', { type: 'button', class: 'emoji', testid: `react-${sign}`, 'aria-pressed': String(sign === chosen), 'aria-label': sign === chosen ? `Take ${sign} back` : `React with ${sign}`, on: { click: after(() => act.react(message, sign === chosen ? '' : sign)) } }, sign);
  const option = (name, iconName, label, work) => h('button', { type: 'button', class: 'list-option with-icon', testid: `message-${name}`, on: { click: after(work) } }, icon(iconName), h('span', {}, label));
  const mine = message.direction === 'in';
  const content = h('div', { class: 'sheet-body' },
    h('div', { class: 'emojis', role: 'group', 'aria-label': 'React' }, EMOJIS.map(emoji)),
    option('reply', 'reply', 'Answer', () => act.reply(message)),
    mine && message.body.type === 'text' ? option('edit', 'pencil', 'Change the text', () => act.edit(message)) : null,
    mine ? option('revoke', 'trash', 'Delete for everyone', () => act.revoke(message)) : null);
  openSheet({ title: mine ? 'Your message' : 'The store’s message', content, name: 'message-menu' });
}
