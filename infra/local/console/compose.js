/** The line at the foot of the phone: what is typed, which message it answers or changes, and the "+". */

import { byId, h, icon } from './dom.js';
import { richText } from './richtext.js';

/** null, {mode: 'reply', context} or {mode: 'edit', id} */
let about = null;
let typed = () => {};

/** Wires the composer. `say(text)` takes a new text, `change(id, text)` a new wording of a message, `attach()` opens the sheet behind "+". */
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
    const changed = about?.mode === 'edit' ? about.id : null;
    input.value = '';
    if (!changed) return say(text);
    forget();
    change(changed, text);
  };
}

/** The next thing sent carries this `context` (Meta's); `title` and `words` say what it is about. */
export function replyTo(context, title, words) {
  open({ mode: 'reply', context }, title, words);
}

/** The text of one's own message stands in the field, to be changed. */
export function edit(id, text) {
  open({ mode: 'edit', id }, 'Change your message', text);
  byId('chat-input').value = text;
}

/** The `context` of the next thing sent, or null; taken by asking. */
export function takeReply() {
  if (about?.mode !== 'reply') return null;
  const { context } = about;
  forget();
  return context;
}

/** Nothing is answered or changed any more. */
export function forget() {
  if (about?.mode === 'edit') byId('chat-input').value = '';
  about = null;
  byId('about').hidden = true;
  byId('attach').disabled = false;
}

function open(what, title, words) {
  forget();
  about = what;
  const changing = what.mode === 'edit';
  const close = h('button', { type: 'button', class: 'iconbutton', 'aria-label': changing ? 'Leave it as it was' : 'Do not answer it', testid: 'about-close', on: { click: forget } }, icon('close'));
  byId('about').replaceChildren(icon(changing ? 'pencil' : 'reply'), h('div', { class: 'quote' }, h('strong', {}, title), h('span', {}, changing ? words : richText(words))), close);
  byId('about').hidden = false;
  byId('attach').disabled = changing;
  byId('chat-input').focus();
}
