/** Sending a location: where the customer is, as a bare pin, or a place with a name and an address. */

import { h, icon, toast } from './dom.js';
import { map } from './media.js';
import { closeSheet, openSheet } from './sheets.js';

/** By the country of the store's number: where its customers live, and places around, the last one too far to deliver to. */
const AROUND = {
  US: {
    home: [44.9871, -93.2759],
    places: [
      ['Loring Park', '1382 Willow St, Minneapolis, MN 55403', 44.9690, -93.2842],
      ['Central Library', '300 Nicollet Mall, Minneapolis, MN 55401', 44.9804, -93.2705],
      ['Union Depot', '214 4th St E, Saint Paul, MN 55101', 44.9480, -93.0860],
    ],
  },
  IN: {
    home: [18.5074, 73.8077],
    places: [
      ['Saras Baug', 'Sadashiv Peth, Pune 411030', 18.5018, 73.8532],
      ['Shaniwar Wada', 'Shaniwar Peth, Pune 411030', 18.5195, 73.8553],
      ['Lonavala Station', 'Lonavala 410401', 18.7494, 73.4072],
    ],
  },
};

/** Opens the sheet; `send` gets Meta's `location` object. */
export function openPlaces({ store, send }) {
  const digits = (store.display_phone_number ?? '').replace(/\D/g, '');
  const { home, places } = AROUND[digits.startsWith('91') ? 'IN' : 'US'];
  const done = (location) => {
    closeSheet();
    send(location);
  };
  const [latitude, longitude] = [degrees('latitude', home[0], 90), degrees('longitude', home[1], 180)];
  const sheetMap = h('div', { class: 'place-map' }, map(...home));
  const redraw = () => sheetMap.replaceChildren(map(latitude.value, longitude.value));
  latitude.addEventListener('input', redraw);
  longitude.addEventListener('input', redraw);
  const onSubmit = (event) => {
    event.preventDefault();
    const pin = { latitude: Number(latitude.value), longitude: Number(longitude.value) };
    if (Math.abs(pin.latitude) <= 90 && Math.abs(pin.longitude) <= 180 && latitude.value && longitude.value) done(pin);
    else toast('These coordinates are on no map.', 'bad');
  };
  const here = h('form', { class: 'place-here', novalidate: true, on: { submit: onSubmit } },
    sheetMap,
    h('div', { class: 'place-fields' }, field('Latitude', latitude), field('Longitude', longitude)),
    h('button', { type: 'submit', class: 'primary', testid: 'place-here' }, icon('target'), 'Send your current location'));
  const option = ([name, address, lat, lng]) =>
    h('button', { type: 'button', class: 'list-option', testid: `place-${name}`, on: { click: () => done({ latitude: lat, longitude: lng, name, address }) } }, h('strong', {}, name), h('small', {}, address));
  openSheet({ title: 'Location', content: h('div', { class: 'sheet-body' }, here, h('h3', {}, 'Places nearby'), places.map(option)), name: 'places' });
}

function degrees(name, value, most) {
  return h('input', { type: 'text', inputmode: 'decimal', testid: `place-${name}`, value: String(value), maxlength: 12, pattern: '-?\\d+(\\.\\d+)?', 'data-most': most });
}

const field = (label, input) => h('label', { class: 'field' }, h('span', {}, label), input);
