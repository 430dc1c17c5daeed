/** The line at the foot of the phone: what is typed, which message it answers or changes, and the "+". */

import { firstWords } from './chat.js';
import { byId, h, icon } from './dom.js';

/** null, or {mode: 'reply' or 'edit', message} */
let about = null;
let typed = () => {};

/** Wires the composer. `say(text)` takes a new text, `change(message, text)` a new wording of a message, `attach()` opens the sheet behind "+". */
export function startComposer({ say, change, attach }) {
  byId('attach').append(icon('plus'));
  byId('attach').addEventListener('click', attach);
  byId('composer').querySelector('.send').append(icon('send'));
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    typed();
  });
  byId('composer').addEventListener('keydown', (event) => event.key === 'Escape' && about && forget());
  typed = () => {
    const input = byId('chat-input');
    const text = input.value.trim();
    if (!text) return;
    const changed = about?.mode === 'edit' ? about.message : null;
    input.value = '';
    if (!changed) return say(text);
    forget();
    change(changed, text);
  };
}

/** The next thing sent answers this message. */
export function replyTo(message, author) {
  open('reply', message, `Answer to ${author}`);
}

/** The text of one's own message stands in the field, to be changed. */
export function edit(message, text) {
  open('edit', message, 'Change your message');
  byId('chat-input').value = text;
}

/** The message that the next thing sent answers, or null; taken by asking. */
export function takeReply() {
  if (about?.mode !== 'reply') return null;
  const { message } = about;
  forget();
  return message;
}

/** Nothing is answered or changed any more. */
export function forget() {
  if (about?.mode === 'edit') byId('chat-input').value = '';
  about = null;
  byId('about').hidden = true;
  byId('attach').disabled = false;
}

function open(mode, message, title) {
  forget();
  about = { mode, message };
  const close = h('button', { type: 'button', class: 'iconbutton', 'aria-label': mode === 'edit' ? 'Leave it as it was' : 'Do not answer it', testid: 'about-close', on: { click: forget } }, icon('close'));
  byId('about').replaceChildren(icon(mode === 'edit' ? 'pencil' : 'reply'), h('div', { class: 'quote' }, h('strong', {}, title), h('span', {}, firstWords(message))), close);
  byId('about').hidden = false;
  byId('attach').disabled = mode === 'edit';
  byId('chat-input').focus();
}
