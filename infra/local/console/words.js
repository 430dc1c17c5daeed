/** Events in plain words. One that is not in the table still reads: its name is split at the capitals. */

import { money } from './money.js';

const REASONS = { sold_out: 'what it was for is sold out', cancelled: 'the order was cancelled', paid_twice: 'it was paid twice' };
const INSTRUCTED = { again: 'it tries again', other_day: 'another day', other_address: 'another address', send_back: 'back to the store' };
const CUSTOMER = { customer: 'the customer', staff: 'the staff' };

/** Why a person is needed (CaseReason in shared/domain/case.py). */
const CASES = {
  asked_for: 'the customer asked for one', complaint: 'a complaint', question: 'a question only staff can answer', media: 'pictures or documents to look at', voice: 'a voice note to listen to',
  not_understood: 'what the customer means is unclear', order_change: 'an order cannot be changed any more without one', failure: 'something went wrong on our side',
};

/** Event name -> [icon, tone, words]. Tones: order, money, stock, supply, message, trouble, plain. Words take (data, {order, stockName}). */
const EVENTS = {
  OrderOffered: ['reply', 'message', () => 'The order is put to the customer: what is open, or to confirm it'],
  OrderReceived: ['bag', 'order', (data, { order }) => `Order received${basket(order)}; the stock is held`],
  PaymentRequested: ['link', 'money', (data, { order }) => `Payment link opened${order?.total ? ` for ${money(order.total, order.currency)}` : ''}`],
  OrderConfirmed: ['ticket', 'money', (data) => `Paid ${money(data.amount, data.currency)}: ticket ${data.ticket ?? 'given'}`],
  OrderExpired: ['hourglass', 'trouble', () => 'Not paid in time: the stock is free again and the link closed'],
  OrderCancelled: ['close', 'trouble', (data) => `Cancelled by ${CUSTOMER[data.by] ?? data.by ?? 'someone'}: the stock is free again`],
  PaymentQuarantined: ['alert', 'trouble', (data) => `${money(data.amount, data.currency)} came instead of ${money(data.expected_amount, data.expected_currency)}: set aside for a person`],
  RefundDue: ['undo', 'trouble', (data) => `${money(data.amount, data.currency)} must go back: ${REASONS[data.reason] ?? said(data.reason)}`],
  PaymentDisputed: ['alert', 'trouble', (data) => `The customer's bank and ${money(data.amount, data.currency)}: dispute ${said(data.state)}`],
  CustomerSpoke: ['chat', 'message', (data) => `The customer is answered${data.topic ? ` (${said(data.topic)})` : ''}`],
  CaseOpened: ['user', 'trouble', (data) => `A person is needed: ${CASES[data.reason] ?? said(data.reason)}`],
  StaffSpoke: ['user', 'message', () => 'A person of the store answers the customer'],
  MediaReceived: ['image', 'message', () => 'A file from the customer is fetched and kept'],
  OrderPreparing: ['bag', 'order', () => 'The order is being prepared'],
  OrderReady: ['shop', 'money', () => 'Ready: the customer may come for it'],
  OrderCollected: ['check', 'money', () => 'Collected by the customer'],
  ParcelRequested: ['box', 'supply', () => 'A courier is asked to bring a parcel'],
  ParcelBooked: ['truck', 'supply', (data) => (data.return_id ? `A label for the way back: ${data.tracking_code}` : `Parcel booked: ${data.tracking_code}`)],
  ParcelMoved: ['truck', 'plain', (data) => `Parcel: ${said(data.state)}`],
  ParcelDispatched: ['truck', 'supply', () => 'The courier has the parcel'],
  ParcelOutForDelivery: ['truck', 'supply', (data) => `Out for delivery${data.attempt > 1 ? `, attempt ${data.attempt}` : ''}`],
  ParcelDelayed: ['hourglass', 'stock', (data) => `The courier announces another day: ${data.expected}`],
  ParcelAttemptFailed: ['alert', 'trouble', (data) => `Nobody took the parcel (attempt ${data.attempt}): the customer is asked what to do`],
  DeliveryReminded: ['hourglass', 'message', () => 'The customer is asked once more what to do with the parcel'],
  DeliveryInstructed: ['reply', 'message', () => 'What to do with the parcel is decided: the courier is told'],
  DeliveryInstructionTaken: ['check', 'supply', (data) => `The courier does as told: ${INSTRUCTED[data.kind] ?? said(data.kind)}`],
  ParcelDelivered: ['check', 'money', () => 'Delivered'],
  ParcelReturning: ['undo', 'trouble', () => 'The parcel is on its way back'],
  ParcelReturned: ['undo', 'plain', () => 'The parcel is back at the store'],
  FollowUpDue: ['chat', 'message', () => 'The customer is asked how it was'],
  StockLow: ['shelf', 'stock', (data, { stockName }) => `${stockName(data.item)} runs low: ${amount(data.available)} left, reorder at ${amount(data.reorder_point)}`],
  PurchaseOrderSent: ['truck', 'supply', (data, { stockName }) => `${amount(data.quantity)} of ${stockName(data.item)} ordered${data.supplier ? ` from ${data.supplier}` : ''}`],
};

/** Words in the name of an unknown event -> [icon, tone]; the first that fits. */
const HINTS = [
  [/fail|quarantin|lost|refus|error/i, ['alert', 'trouble']], [/refund|return/i, ['undo', 'trouble']], [/pay|paid|ledger/i, ['card', 'money']],
  [/parcel|deliver|dispatch|purchase|supplier/i, ['truck', 'supply']], [/stock|shelf/i, ['shelf', 'stock']], [/message|customer|consent/i, ['chat', 'message']], [/order/i, ['receipt', 'order']],
];

/** {icon, tone, text} of a timeline event {name, subject, data}; `known` is {order: or null, stockName: item id -> words}. */
export function inWords({ name, data }, known) {
  const found = EVENTS[name];
  if (!found) {
    const [icon, tone] = HINTS.find(([pattern]) => pattern.test(name))?.[1] ?? ['spark', 'plain'];
    return { icon, tone, text: splitName(name) };
  }
  const [icon, tone, words] = found;
  return { icon, tone, text: words(data ?? {}, known).replace(/\s+/g, ' ').trim() };
}

/** "ParcelOutForDelivery" -> "Parcel out for delivery". */
export function splitName(name) {
  const words = String(name ?? '').replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "ORDER#4f2a9c81..." -> "order 4f2a9c81"; a stock item keeps its whole name. */
export function subjectName(subject) {
  const [kind, id = ''] = String(subject ?? '').split(/#(.*)/s);
  return `${kind.toLowerCase()} ${kind === 'STOCK' ? id : shortId(id)}`.trim();
}

/** Enough of an id to tell it from its neighbours. */
export const shortId = (id) => String(id ?? '').replace(/^[a-z]+_/, '').slice(0, 8);

/** "awaiting_payment" -> "awaiting payment". */
export const said = (value) => String(value ?? '').replaceAll('_', ' ');

const amount = (value) => (Number.isFinite(value) ? value.toLocaleString('en-US') : '?');

function basket(order) {
  if (!order?.lines?.length) return '';
  const count = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return `: ${count} ${count === 1 ? 'item' : 'items'}, ${money(order.total, order.currency)}`;
}
