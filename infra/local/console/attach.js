/** The sheet behind "+": photos, a voice note, a document, a location, a contact. */

import { uploadMedia } from './api.js';
import { h, icon, toast } from './dom.js';
import { waveform } from './media.js';
import { customersOf } from './people.js';
import { chooser, openPhotos } from './photos.js';
import { openPlaces } from './places.js';
import { closeSheet, openSheet } from './sheets.js';
import { voiceNote } from './voice.js';

const VOICE_SECONDS = 5;
const LARGEST_BYTES = 100 * 1024 * 1024;
/** The smallest page that readers of PDF open. */
const PAPER = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 54>>stream
BT /F 18 Tf 40 100 Td (Receipt: one taro milk tea) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** Opens the sheet; `send` takes Meta's message object and answers once it is sent. */
export function openAttachments({ store, customer, send }) {
  const one = { store, customer, send: (body) => sending(() => send(body)) };
  const choices = [
    ['photos', 'image', 'Photos', () => openPhotos({ store, customer, send: (photos) => sending(() => sendPhotos(store, photos, send)) })],
    ['voice', 'mic', 'Voice note', () => openVoice(one)],
    ['document', 'file', 'Document', () => openDocuments(one)],
    ['location', 'pin', 'Location', () => openPlaces({ store, send: (location) => one.send({ type: 'location', location }) })],
    ['contact', 'user', 'Contact', () => openContacts(one)],
  ];
  const tile = ([name, picture, label, open]) => h('button', { type: 'button', class: `attachment for-${name}`, testid: `attach-${name}`, on: { click: open } }, h('span', {}, icon(picture)), label);
  openSheet({ title: 'Send', content: h('div', { class: 'sheet-body attachments' }, choices.map(tile)), name: 'attachments' });
}

/** Photos sent together are messages of their own, one after the other, and the caption stands under the first. */
async function sendPhotos(store, photos, send) {
  for (const { blob, caption } of photos) {
    const { id, mime_type, sha256 } = await uploadMedia(store.id, blob);
    await send({ type: 'image', image: { ...(caption ? { caption } : {}), mime_type, sha256, id } });
  }
}

function openVoice({ store, send }) {
  const button = h('button', { type: 'button', class: 'primary', testid: 'voice-send', on: { click: () => sending(record) } }, icon('send'), 'Send voice note');
  const record = async () => {
    button.disabled = true;
    const { id, mime_type, sha256 } = await uploadMedia(store.id, await voiceNote(VOICE_SECONDS));
    closeSheet();
    await send({ type: 'audio', audio: { mime_type, sha256, id, voice: true } });
  };
  const note = h('div', { class: 'voice' }, icon('mic'), waveform('voice'), h('span', {}, `0:0${VOICE_SECONDS}`));
  openSheet({ title: 'Voice note', content: h('div', { class: 'sheet-body voice-sheet' }, note, h('p', {}, 'Hummed by the console: no microphone is used.'), button), name: 'voice' });
}

function openDocuments({ store, send }) {
  const deliver = async (file, filename) => {
    if (file.size > LARGEST_BYTES) return toast('WhatsApp takes at most 100 MB.', 'bad');
    closeSheet();
    const { id, mime_type, sha256 } = await uploadMedia(store.id, file, filename);
    await send({ type: 'document', document: { filename, mime_type, sha256, id } });
  };
  const sample = () => sending(() => deliver(new Blob([PAPER], { type: 'application/pdf' }), 'receipt.pdf'));
  const paper = h('button', { type: 'button', class: 'list-option with-icon', testid: 'document-sample', on: { click: sample } }, icon('file'), h('span', {}, h('strong', {}, 'receipt.pdf'), h('small', {}, 'A small one, to try it out')));
  const own = chooser('document-file', '', 'From this device', (files) => sending(async () => {
    for (const file of files) await deliver(file, file.name);
  }));
  openSheet({ title: 'Document', content: h('div', { class: 'sheet-body' }, h('div', { class: 'photo-row' }, own), paper), name: 'documents' });
}

function openContacts({ store, customer, send }) {
  const known = customersOf(store).filter((other) => other.wa_id && other.user_id !== customer.user_id);
  const option = (other) =>
    h('button', { type: 'button', class: 'list-option with-icon', testid: `contact-${other.wa_id}`, on: { click: () => { closeSheet(); send({ type: 'contacts', contacts: [contactCard(other)] }); } } },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, other.name.charAt(0)), h('span', {}, h('strong', {}, other.name), h('small', {}, `+${other.wa_id}`)));
  openSheet({ title: 'Contact', content: h('div', { class: 'sheet-body' }, known.map(option)), name: 'contacts' });
}

function contactCard({ name, wa_id: waId }) {
  const [first, ...rest] = name.split(' ');
  const last = rest.join(' ');
  return { name: { formatted_name: name, first_name: first, ...(last ? { last_name: last } : {}) }, phones: [{ phone: `+${waId}`, wa_id: waId, type: 'CELL' }] };
}

/** What goes wrong on the way is said; the phone stays usable. */
async function sending(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message, 'bad');
  }
}
