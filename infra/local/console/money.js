/** Money on the page: amounts arrive in minor units with an ISO 4217 currency. */

/** Digits after the point of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency) {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}

/** `amount` in minor units as people write it: 1825, USD -> "$18.25". '' when either is missing. */
export function money(amount, currency) {
  if (!Number.isFinite(amount) || !/^[A-Z]{3}$/.test(currency ?? '')) return '';
  const locale = currency === 'INR' ? 'en-IN' : 'en-US';
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(majorUnits(amount, currency));
}

/** The number Meta puts into `item_price`: 575, USD -> 5.75. */
export function majorUnits(amount, currency) {
  return amount / 10 ** minorDigits(currency);
}

/** Meta's `item_price` back in minor units, rounded, for showing a total. */
export function fromMajorUnits(price, currency) {
  return Math.round(Number(price) * 10 ** minorDigits(currency));
}
