/** WhatsApp's text marks as nodes: *bold*, _italic_, ~struck~, `code`, ```code```, and bare http(s) links. */

import { h } from './dom.js';

const MARKS = [
  { pattern: /```([\s\S]+?)```/, tag: 'code', plain: true },
  { pattern: /`([^`\n]+)`/, tag: 'code', plain: true },
  { pattern: /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/, link: true },
  { pattern: /(?<![\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])/u, tag: 'strong' },
  { pattern: /(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/u, tag: 'em' },
  { pattern: /(?<![\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/u, tag: 's' },
];

/** The text as an array of nodes and strings. Line breaks stay; the style keeps them. */
export function richText(text) {
  const first = firstMark(String(text ?? ''));
  if (!first) return [String(text ?? '')];
  const { mark, match } = first;
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [before, marked(mark, match), ...richText(after)].filter((part) => part !== '');
}

function firstMark(text) {
  let first = null;
  for (const mark of MARKS) {
    const match = mark.pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { mark, match };
  }
  return first;
}

function marked(mark, match) {
  if (mark.link) return h('a', { href: match[0], target: '_blank', rel: 'noopener noreferrer' }, match[0]);
  return h(mark.tag, {}, mark.plain ? match[1] : richText(match[1]));
}
