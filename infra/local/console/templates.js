/** A template message, filled in. The send carries a name and values; the wording lives with Meta, so the simulator passes it along as `rendered`. */

/**
 * Parts of a template: {header, body, footer, buttons: [{type, text, url?, payload?}], values}. `rendered` is the simulator's filled text
 * ({header?, body, footer?, buttons?}); without it the name stands in for the wording and `values` lists what was sent.
 */
export function templateParts(template, rendered) {
  const sent = template.components ?? [];
  const buttons = sent.filter((component) => component.type === 'button').map(sentButton);
  if (!rendered) return { header: null, body: humanName(template.name), footer: null, buttons, values: sentValues(sent) };
  const given = (rendered.buttons ?? []).map((button, index) => ({ ...buttons[index], ...lowered(button) }));
  return { header: rendered.header ?? null, body: rendered.body ?? '', footer: rendered.footer ?? null, buttons: given.length ? given : buttons, values: [] };
}

function sentButton(component) {
  const parameter = component.parameters?.[0] ?? {};
  const type = String(component.sub_type ?? '').toLowerCase();
  return { type, text: parameter.payload ?? type.replaceAll('_', ' '), payload: parameter.payload };
}

const lowered = (button) => ({ ...button, type: String(button.type ?? 'quick_reply').toLowerCase() });

function sentValues(components) {
  return components
    .filter((component) => component.type !== 'button')
    .flatMap((component) => component.parameters ?? [])
    .map((parameter) => parameter.text ?? parameter.currency?.fallback_value ?? parameter.date_time?.fallback_value ?? parameter.type);
}

function humanName(name) {
  const words = String(name ?? 'template').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
