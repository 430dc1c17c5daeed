/** Choosing photos: from this device, or small still lifes drawn here, so that a newcomer has something to send. */

import { h, icon, toast } from './dom.js';
import { art } from './pictures.js';
import { closeSheet, openSheet } from './sheets.js';
import { productName } from './world.js';

const SAMPLES = 5;
/** WhatsApp sends photos scaled down and as JPEG, whatever they were. */
const LONGEST_EDGE = 1600;
const QUALITY = 0.85;
const MOST = 10;

/** Opens the gallery; `send([{blob, caption}])` gets the chosen photos in the order in which they were chosen. */
export function openPhotos({ store, customer, send }) {
  const chosen = [];
  const grid = h('div', { class: 'photos' });
  const caption = h('input', { type: 'text', class: 'cart-note', testid: 'photos-caption', maxlength: 1024, placeholder: 'A caption', 'aria-label': 'A caption for the first photo' });
  const label = h('span', {});
  const submit = h('button', { type: 'submit', class: 'primary', testid: 'photos-send' }, icon('send'), label);
  const refresh = () => {
    for (const cell of grid.querySelectorAll('.photo')) mark(cell, chosen.indexOf(cell) + 1);
    submit.disabled = chosen.length === 0;
    label.textContent = chosen.length > 1 ? `Send ${chosen.length} photos` : 'Send photo';
  };
  const toggle = (cell) => {
    const at = chosen.indexOf(cell);
    if (at >= 0) chosen.splice(at, 1);
    else if (chosen.length < MOST) chosen.push(cell);
    else toast(`At most ${MOST} photos at once.`);
    refresh();
  };
  const add = (canvas, name) => {
    const number = grid.querySelectorAll('.photo').length + 1;
    const cell = h('button', { type: 'button', class: 'photo', testid: `photo-${number}`, 'aria-label': name, on: { click: () => toggle(cell) } }, canvas, h('span', { class: 'photo-mark' }));
    grid.append(cell);
    return cell;
  };
  grid.append(chooser('photos-file', 'image/*', 'From this device', async (files) => {
    for (const [index, file] of files.entries()) {
      const canvas = await readPhoto(file).catch(() => void toast(`${file.name} is no photo this browser can read.`, 'bad'));
      if (canvas) toggle(add(canvas, `Photo ${index + 1} from this device: ${file.name}`));
    }
  }));
  const onSubmit = async (event) => {
    event.preventDefault();
    const photos = await Promise.all(chosen.map((cell) => jpeg(cell.querySelector('canvas'))));
    closeSheet();
    send(photos.map((blob, index) => ({ blob, caption: index === 0 ? caption.value.trim() : '' })));
  };
  const bar = h('form', { class: 'cart photo-bar', on: { submit: onSubmit } }, caption, submit);
  openSheet({ title: 'Photos', content: [h('div', { class: 'sheet-body' }, grid), bar], tall: true, name: 'photos' });
  refresh();
  for (const product of some(store.products)) add(stillLife(product), `A photo of ${productName(product, customer.language)}`);
  refresh();
}

/** A tile that opens the device's files. */
export function chooser(testid, accept, label, take) {
  const input = h('input', { type: 'file', class: 'visually-hidden', accept, multiple: true, testid, 'aria-label': label });
  input.addEventListener('change', () => {
    const files = [...input.files];
    input.value = '';
    take(files);
  });
  return h('label', { class: 'photo-file' }, icon('plus'), h('span', {}, label), input);
}

function mark(cell, place) {
  cell.setAttribute('aria-pressed', String(place > 0));
  cell.querySelector('.photo-mark').textContent = place || '';
}

async function readPhoto(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
  const canvas = h('canvas', { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
  const paint = canvas.getContext('2d');
  // JPEG has no transparency: without a ground it would turn black.
  fill(paint, '#ffffff', 0, 0, canvas.width, canvas.height);
  paint.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpeg = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));

/** Products from all over the catalog. */
function some(products) {
  const step = Math.max(1, products.length / SAMPLES);
  return Array.from({ length: Math.min(SAMPLES, products.length) }, (_, index) => products[Math.floor(index * step)]);
}

/** A product on a table in the evening sun. */
function stillLife(product) {
  const canvas = h('canvas', { width: 960, height: 720 });
  const paint = canvas.getContext('2d');
  const wall = paint.createLinearGradient(0, 0, 960, 480);
  wall.addColorStop(0, '#f6e3c5');
  wall.addColorStop(1, '#b98a63');
  fill(paint, wall, 0, 0, 960, 470);
  const table = paint.createLinearGradient(0, 450, 0, 720);
  table.addColorStop(0, '#8a5a3a');
  table.addColorStop(1, '#5b3722');
  fill(paint, table, 0, 450, 960, 270);
  for (let plank = 0; plank < 5; plank += 1) fill(paint, 'rgb(40 20 10 / 18%)', 0, 470 + plank * plank * 14, 960, 3);
  paint.fillStyle = 'rgb(30 15 5 / 35%)';
  paint.beginPath();
  paint.ellipse(500, 604, 210, 34, 0, 0, 2 * Math.PI);
  paint.fill();
  const drawing = art(product);
  drawing.querySelector('rect')?.remove();
  drawing.setAttribute('width', '560');
  drawing.setAttribute('height', '560');
  const image = new Image();
  image.addEventListener('load', () => paint.drawImage(image, 190, 90, 560, 560));
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  return canvas;
}

function fill(paint, style, ...box) {
  paint.fillStyle = style;
  paint.fillRect(...box);
}
