/** Photos, sounds, files and places inside bubbles. Files come from this origin only, where the simulator keeps them. */

import { h, icon, svg } from './dom.js';

/** Where the file of a media object can be shown from; '' when it is not here. */
export function fileUrl(thing, store) {
  if (thing?.id) return `/sim/whatsapp/media/${encodeURIComponent(thing.id)}?store=${encodeURIComponent(store.id)}`;
  // A link to elsewhere would tell others that this page was opened.
  return (thing?.link ?? '').startsWith(`${location.origin}/`) ? thing.link : '';
}

/** A picture; what cannot be shown is a tile with its name. `label` is what a screen reader says. */
export function picture(thing, store, label, style = 'msg-image') {
  const source = fileUrl(thing, store);
  if (!source) return tile('image', label, nameOf(thing));
  const image = h('img', { class: style, src: source, alt: thing.caption || label, decoding: 'async', testid: 'picture' });
  image.addEventListener('error', () => image.replaceWith(tile('image', label, nameOf(thing))));
  return image;
}

/** A film with the browser's own controls. */
export function film(thing, store) {
  const source = fileUrl(thing, store);
  return source ? h('video', { class: 'msg-image', src: source, controls: true, preload: 'metadata', 'aria-label': 'Video' }) : tile('image', 'Video', nameOf(thing));
}

/** A voice note or a song: a button and a line that fills while it plays. */
export function sound(thing, store) {
  const source = fileUrl(thing, store);
  const name = thing?.voice ? 'Voice note' : 'Audio';
  if (!source) return tile('mic', name, nameOf(thing));
  const player = h('audio', { preload: 'auto' });
  load(player, source);
  const button = h('button', { type: 'button', class: 'sound-play', 'aria-label': `Play: ${name}`, testid: 'sound-play' }, icon('play'));
  const wave = waveform(thing.id ?? thing.link);
  const length = h('small', {}, name);
  const playing = (on) => {
    button.replaceChildren(icon(on ? 'pause' : 'play'));
    button.setAttribute('aria-label', `${on ? 'Pause' : 'Play'}: ${name}`);
  };
  button.addEventListener('click', () => (player.paused ? player.play().catch(() => { length.textContent = 'Cannot be played here'; }) : player.pause()));
  player.addEventListener('play', () => playing(true));
  player.addEventListener('pause', () => playing(false));
  player.addEventListener('durationchange', () => { if (Number.isFinite(player.duration)) length.textContent = minutes(player.duration); });
  player.addEventListener('timeupdate', () => wave.style.setProperty('--played', `${(100 * player.currentTime) / (player.duration || 1)}%`));
  return h('div', { class: 'sound', testid: 'sound' }, button, h('div', {}, wave, length), player);
}

/** An Ogg stream tells its length only at its end, so it is fetched whole: it is small. */
async function load(player, source) {
  const answer = await fetch(source, { signal: AbortSignal.timeout(15_000) }).catch(() => null);
  player.src = answer?.ok ? URL.createObjectURL(await answer.blob()) : source;
}

/** A file to open in a tab of its own. */
export function file(thing, store) {
  const source = fileUrl(thing, store);
  const name = thing?.filename ?? 'Document';
  const kind = (thing?.mime_type ?? '').split('/').pop().split('.').pop().toUpperCase().slice(0, 12);
  const row = tile('file', name, kind);
  return source ? h('a', { class: 'msg-file', href: source, target: '_blank', rel: 'noopener', download: thing?.filename ?? true }, row) : row;
}

/** A place on a drawn map, with its name, address or coordinates. */
export function place(location = {}) {
  const { latitude, longitude, name, address } = location;
  const coordinates = `${Number(latitude).toFixed(4)}, ${Number(longitude).toFixed(4)}`;
  return h('div', { class: 'msg-place' }, map(latitude, longitude), h('strong', {}, name ?? 'Location'), h('small', {}, address ?? coordinates));
}

/** An icon tile with a title and a line under it. */
export function tile(iconName, title, under) {
  return h('div', { class: 'msg-row' }, h('span', { class: 'msg-tile' }, icon(iconName)), h('div', {}, h('strong', {}, title), under ? h('small', {}, under) : null));
}

/** Streets that only these coordinates have, and a pin: no map is fetched from anywhere. */
export function map(latitude, longitude) {
  const seed = Math.abs(Math.round((Number(latitude) || 0) * 1e4) * 31 + Math.round((Number(longitude) || 0) * 1e4));
  const shift = (step) => ((seed >> step) % 23) - 11;
  const street = (d, width) => svg('path', { d, class: 'map-street', 'stroke-width': width });
  return svg('svg', { class: 'map', viewBox: '0 0 240 110', preserveAspectRatio: 'xMidYMid slice', 'aria-hidden': 'true' },
    svg('rect', { class: 'map-ground', x: 0, y: 0, width: 240, height: 110 }),
    svg('path', { class: 'map-park', d: `M${20 + shift(1)} ${14 + shift(2)}h62v36h-58Z` }),
    svg('path', { class: 'map-water', d: `M-5 ${88 + shift(3)}c50 -22 90 18 150 -4s70 -6 100 -14V120H-5Z` }),
    street(`M-5 ${62 + shift(2)}C70 ${50 + shift(4)} 150 ${74 + shift(1)} 245 ${48 + shift(3)}`, 7),
    street(`M${98 + shift(3)} -5C${110 + shift(1)} 40 ${88 + shift(2)} 70 ${104 + shift(5)} 115`, 6),
    street(`M${176 + shift(4)} -5L${160 + shift(2)} 115`, 4), street(`M-5 ${26 + shift(5)}L245 ${16 + shift(1)}`, 3.5), street(`M${44 + shift(5)} -5L${52 + shift(3)} 115`, 3),
    svg('path', { class: 'map-pin', d: 'M120 66c10 -14 15 -20 15 -28a15 15 0 0 0 -30 0c0 8 5 14 15 28Z' }), svg('circle', { class: 'map-dot', cx: 120, cy: 38, r: 5.5 }));
}

/** Bars in the shape of speech, the same for the same file. */
export function waveform(id) {
  let seed = 7;
  for (const letter of String(id)) seed = (seed * 31 + letter.charCodeAt(0)) % 9973;
  const heights = Array.from({ length: 30 }, (_, index) => 3 + (((seed * (index + 3)) % 97) / 97) * 15 * Math.abs(Math.sin(index / 3 + seed)));
  const bars = () => heights.map((height, index) => svg('rect', { x: index * 5, y: 10 - height / 2, width: 3, height, rx: 1.5 }));
  return h('div', { class: 'wave', 'aria-hidden': 'true' }, svg('svg', { viewBox: '0 0 150 20' }, ...bars()), svg('svg', { class: 'wave-played', viewBox: '0 0 150 20' }, ...bars()));
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;

const nameOf = (thing) => thing?.filename ?? thing?.link?.split('/').pop() ?? thing?.id;
