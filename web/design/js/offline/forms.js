// A form: laid out for a thing that was taken along, filled with a draft, and read back.

import { copy, local, one, right, show, word, wrong } from "./words.js";

const template = (name) => one(`template[data-form="${name}"]`);

export const titleOf = (name) => template(name)?.dataset.title ?? name;

/** What a thing is called: the case's number, when, where. Never a name. */
export const aboutOf = (thing) => [thing.name, thing.when, thing.place].filter(Boolean).join(" · ");

export function lay(form, thing) {
  const place = one("[data-fields]", form);
  place.replaceChildren(template(thing.form).content.cloneNode(true));
  for (const list of place.querySelectorAll("[data-parties]")) {
    for (const party of thing.parties ?? []) list.append(choice(list.dataset.parties, party.id, party.name));
  }
  if (!thing.money) for (const only of place.querySelectorAll("[data-money-only]")) only.remove();
  else one("[data-money]", place).textContent = `(${thing.money})`;
  for (const select of place.querySelectorAll("select")) options(select, thing.options?.[select.name]);
  const start = thing.start ? new Date(thing.start) : new Date();
  one('[name="said"]', form).value = local(start > new Date() ? new Date() : start);
}

/** What a list offers: of the thing, or of the page. Where there is one answer, it is given. */
function options(select, offered) {
  const own = one(`template[data-options="${select.name}"]`);
  if (own) select.append(own.content.cloneNode(true));
  for (const { value, text } of offered ?? []) select.append(new Option(text, value));
  if (offered?.length === 1) {
    select.value = offered[0].value;
    select.closest(".govuk-form-group").hidden = true;
  }
}

/** Shows the slip that a person leaves with. */
export function showSlip({ slip }) {
  for (const at of document.querySelectorAll("[data-slip]")) at.textContent = slip[at.dataset.slip];
  one("[data-slip-picture]").src = slip.picture;
  show("slip");
  one("[data-slip-title]").focus();
}

export function choice(name, value, text) {
  const row = copy("choice");
  const [box, label] = [one("input", row), one("label", row)];
  box.name = name;
  box.value = value;
  box.id = label.htmlFor = `${name}-${value}`;
  label.textContent = text;
  return row;
}

export function fill(form, draft) {
  one('[name="said"]', form).value = local(new Date(draft.said));
  for (const field of form.elements) {
    const values = draft.fields[field.name];
    if (!values) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[0];
  }
  for (const { field, reason } of draft.wrong ?? []) wrong(form, field, reason);
}

/** What was typed: the time, and the fields by name. Nothing where something is missing, which the form then says. */
export function read(form) {
  right(form);
  const missing = [...form.querySelectorAll("[data-required]")].filter((f) => !f.value.trim());
  for (const field of missing) wrong(form, field.name, word("fill"));
  if (missing.length > 0) {
    missing[0].focus();
    return null;
  }
  const fields = {};
  for (const [name, value] of new FormData(form)) if (name !== "said") (fields[name] ??= []).push(value);
  return { said: new Date(one('[name="said"]', form).value).toISOString(), fields };
}
