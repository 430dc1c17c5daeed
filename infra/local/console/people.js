/** Demo customers. Their numbers are from ranges no one has: 555-01xx in North America, 555 0xx xxxx elsewhere (never a mobile in India). */

import { memory } from './world.js';

const NAMES = {
  en: ['Maya Olsen', 'Ben Carter', 'Priya Nair'],
  es: ['Lucía Torres', 'Diego Ramos', 'Elena Cruz'],
  hi: ['आशा कुलकर्णी', 'रोहन देशपांडे', 'मीरा जोशी'],
};
const NAMES_IN_INDIA = { en: ['Asha Kulkarni', 'Rohan Deshpande', 'Meera Joshi'] };
const COUNTRIES = { 1: 'US', 91: 'IN' };
const NEW_FIRST = ['Alex', 'Sam', 'Noor', 'Kim', 'Ravi', 'Ines', 'Otis', 'Lena'];
const NEW_LAST = ['Green', 'Shah', 'Moreno', 'Lund', 'Iyer', 'Vega', 'Park', 'Rao'];

/** The people of a store: two per language it speaks, then those made here. */
export function customersOf(store) {
  const perLanguage = [0, 1].flatMap((turn) => languagesOf(store).map((language) => ({ language, turn })));
  const demo = perLanguage.map(({ language, turn }, index) => person(store, index, language, nameIn(store, language, turn)));
  return [...demo, ...made(store)];
}

/** Makes one more customer, remembered in this browser. Never seen by the store before, so nothing of theirs is known; `hidden` hides the number, too. */
export function newCustomer(store, language, { hidden = false } = {}) {
  const mine = made(store);
  // The number must be new to the store even after this browser forgot the earlier ones.
  const number = 10 + Math.floor(Math.random() * (callingCode(store) === '1' ? 89 : 9_000));
  const userId = person(store, number, language, '').user_id;
  if (mine.some((customer) => customer.user_id === userId)) return newCustomer(store, language, { hidden });
  const name = `${NEW_FIRST[number % NEW_FIRST.length]} ${NEW_LAST[(number >> 3) % NEW_LAST.length]}`;
  const { wa_id: waIdOfTheirs, ...unnumbered } = person(store, number, language, name);
  const customer = hidden ? { ...unnumbered, username: `@${name.toLowerCase().replaceAll(' ', '.')}` } : { ...unnumbered, wa_id: waIdOfTheirs };
  memory.set(`made.${store.id}`, [...mine, customer].slice(-12));
  return customer;
}

export const languagesOf = (store) => (store.languages?.length ? store.languages : ['en']);

const made = (store) => memory.get(`made.${store.id}`) ?? [];

function nameIn(store, language, turn) {
  const names = (callingCode(store) === '91' && NAMES_IN_INDIA[language]) || NAMES[language] || NAMES.en;
  return names[turn % names.length];
}

function person(store, number, language, name) {
  const id = waId(store, number);
  return { name, wa_id: id, user_id: `${COUNTRIES[callingCode(store)] ?? 'US'}.${userDigits(store, id)}`, language };
}

const digitsOf = (store) => (store.display_phone_number ?? '').replace(/\D/g, '');

const callingCode = (store) => (digitsOf(store).startsWith('1') ? '1' : digitsOf(store).slice(0, 2) || '1');

function waId(store, number) {
  if (callingCode(store) !== '1') return `${callingCode(store)}555${String(10_000 + number).padStart(7, '0')}`;
  const area = digitsOf(store).slice(1, 4) || '612';
  return `1${area}55501${String(number).padStart(2, '0')}`;
}

/** A business-scoped user id is opaque and differs per business: 20 digits that only this store and this person give. */
function userDigits(store, id) {
  let digits = '';
  for (let round = 0; digits.length < 20; round += 1) {
    let hash = 0x811c9dc5;
    for (const letter of `${store.id}:${id}:${round}`) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
    digits += String(hash).padStart(10, '0');
  }
  return digits.slice(0, 20);
}
