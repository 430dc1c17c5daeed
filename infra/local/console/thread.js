/** What a chat's messages mean together: which stand as bubbles, what was changed, taken back, reacted to and answered. All of it is read from the messages, anew each time. */

/** Types that say something about another message and are no bubbles of their own. */
const ABOUT_OTHERS = new Set(['reaction', 'edit', 'revoke']);

/**
 * `messages` oldest first. Returns {visible, bodies, revoked, emojis, tapped}: `bodies` maps a message id to its body after edits, `revoked` holds ids,
 * `emojis` maps an id to the reactions on it, `tapped` an id to what was chosen in it.
 */
export function thread(messages) {
  const known = messages.filter(({ body }) => body?.type);
  return {
    visible: known.filter(({ body }) => !ABOUT_OTHERS.has(body.type)),
    bodies: edited(known),
    revoked: new Set(known.filter(({ body }) => body.type === 'revoke').map(({ body }) => body.revoke?.original_message_id)),
    emojis: reactions(known),
    tapped: choices(known),
  };
}

/** The customer's own reaction on a message, '' when there is none. */
export function ownReaction(messages, id) {
  const own = messages.findLast(({ body, direction, status }) => direction === 'in' && status !== 'failed' && body?.type === 'reaction' && body.reaction?.message_id === id);
  return own?.body.reaction.emoji ?? '';
}

function edited(messages) {
  const bodies = new Map();
  for (const { body, status } of messages) if (body.type === 'edit' && body.edit?.message && status !== 'failed') bodies.set(body.edit.original_message_id, body.edit.message);
  return bodies;
}

/** Each side has one reaction on a message; the later one replaces it, an empty one takes it back. */
function reactions(messages) {
  const latest = new Map();
  for (const { body, direction, status } of messages) {
    if (body.type !== 'reaction' || !body.reaction || status === 'failed') continue;
    const { message_id: id, emoji = '' } = body.reaction;
    latest.set(id, { ...latest.get(id), [direction]: emoji });
  }
  return new Map([...latest].map(([id, sides]) => [id, Object.values(sides).filter(Boolean)]).filter(([, emojis]) => emojis.length));
}

function choices(messages) {
  const tapped = new Map();
  for (const { body } of messages) {
    const choice = body.interactive?.button_reply?.id ?? body.button?.payload ?? body.button?.text;
    if (body.context?.id && choice !== undefined) tapped.set(body.context.id, choice);
  }
  return tapped;
}
