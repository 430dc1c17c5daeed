/** Building the page. Text only ever enters as text nodes, so nothing a customer or a store writes can become markup. */

import { PATHS } from './icons.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. `props`: `testid`, `data` (object), `on` (object of listeners), `class`, and plain attributes
 * (`true` sets an empty one; `false`, `null` and `undefined` leave it out). Children may be nodes, strings, numbers or arrays.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'testid') element.dataset.testid = value;
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** An SVG element with the given attributes. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** One of our line icons, 24 x 24, hidden from assistive technology: the text beside it says the same. */
export function icon(name) {
  const paths = (PATHS[name] ?? PATHS.spark).map((d) => svg('path', { d }));
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, ...paths);
}

/** The element with this id; a missing one is a mistake in index.html. */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/** Grey lines in the shape of what is coming, so that nothing jumps when it comes. */
export function skeleton(rows) {
  return Array.from({ length: rows }, () => h('div', { class: 'skeleton', 'aria-hidden': 'true' }));
}

/** What an empty list says. */
export function empty(iconName, title, text) {
  return h('div', { class: 'empty' }, icon(iconName), h('strong', {}, title), h('p', {}, text));
}

/** Shows a passing note; `tone` is 'plain' or 'bad'. Read aloud by screen readers. */
export function toast(text, tone = 'plain') {
  const same = [...byId('toasts').children].find((other) => other.textContent === text);
  same?.remove();
  const note = h('p', { class: `toast ${tone}` }, text);
  byId('toasts').append(note);
  setTimeout(() => note.remove(), tone === 'bad' ? 8000 : 4500);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const CLOCK_SECONDS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** Hours and minutes of an RFC 3339 time or of Unix seconds (number or digits), in the reader's time zone; '' when unreadable. */
export const clock = (at) => readable(CLOCK, at);

/** The same with seconds. */
export const clockSeconds = (at) => readable(CLOCK_SECONDS, at);

/** An RFC 3339 time, or Unix seconds as a number or as digits, in milliseconds; NaN when unreadable. */
export function milliseconds(at) {
  if (typeof at === 'number') return at * 1000;
  return /^\d+$/.test(at ?? '') ? Number(at) * 1000 : Date.parse(at ?? '');
}

function readable(format, at) {
  const time = milliseconds(at);
  return Number.isNaN(time) ? '' : format.format(time);
}
