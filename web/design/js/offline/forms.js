// A form: laid out for a thing that was taken along, filled with a draft, and read back.

import { offerMarks } from "../prints.js";
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
  asks(place, thing);
  for (const marks of place.querySelectorAll("[data-prints]")) {
    offerMarks(marks);
    for (const said of place.querySelectorAll('[name="prints"]')) said.addEventListener("change", () => marks.classList.toggle("govuk-radios__conditional--hidden", said.value !== "some"));
  }
  const start = thing.start ? new Date(thing.start) : new Date();
  one('[name="said"]', form).value = local(start > new Date() ? new Date() : start);
}

/** The questions of a category or of a checklist, in their place; with a list of categories, those of the chosen one. */
function asks(place, thing) {
  const at = one("[data-asks]", place);
  if (!at) return;
  const category = one('[name="category"]', place);
  const put = () => at.replaceChildren(...(thing.asks ?? []).filter((a) => !a.of || a.of === category?.value).map(ask));
  category?.addEventListener("change", put);
  put();
}

function ask({ name, type, label, hint, required, options: offered }) {
  const list = { singlevaluelist: "radio", multivaluelist: "checkbox" }[type];
  const group = copy(list ? "ask-list" : type === "text" ? "ask-text" : "ask-line");
  one("[data-label]", group).textContent = label;
  one("[data-hint]", group).textContent = hint ?? "";
  one("[data-error]", group).dataset.error = name;
  const id = `a-${name}`;
  if (list) {
    if (required) group.dataset.requiredOne = name;
    if (list === "checkbox") one("[data-options]", group).className = "govuk-checkboxes govuk-checkboxes--small";
    one("[data-options]", group).append(...(offered ?? []).map(({ value, text }) => choice(name, value, text, list)));
    return group;
  }
  const field = one("input, textarea", group);
  Object.assign(field, { id, name });
  if (type === "datetime") field.type = "date";
  if (type === "number") field.inputMode = "decimal";
  if (required) field.dataset.required = "";
  one("label", group).htmlFor = id;
  one("[data-hint]", group).id = `${id}-hint`;
  field.setAttribute("aria-describedby", `${id}-hint`);
  one("[data-error]", group).id = `${id}-error`;
  return group;
}

/** What a list offers: of the thing, or of the page. Where there is one answer, it is given. */
function options(select, offered) {
  const own = one(`template[data-options="${select.name}"]`);
  if (own) select.append(own.content.cloneNode(true));
  for (const { value, text } of offered ?? []) select.append(new Option(text, value));
  if (offered?.length === 1 && "required" in select.dataset) {
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

export function choice(name, value, text, type = "checkbox") {
  const row = copy(type === "radio" ? "choose-one" : "choice");
  const [box, label] = [one("input", row), one("label", row)];
  box.name = name;
  box.value = value;
  box.id = label.htmlFor = `${name}-${value}`;
  label.textContent = text;
  return row;
}

export function fill(form, draft) {
  one('[name="said"]', form).value = local(new Date(draft.said));
  const category = one('[name="category"]', form);
  if (category) { // its questions come first
    category.value = draft.fields.category?.[0] ?? "";
    category.dispatchEvent(new Event("change"));
  }
  for (const field of form.elements) {
    const values = draft.fields[field.name];
    if (!values) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = values.includes(field.value);
      if (field.checked) field.dispatchEvent(new Event("change"));
    }
    else field.value = values[0];
  }
  for (const { field, reason } of draft.wrong ?? []) {
    wrong(form, field, reason);
    for (const only of form.querySelectorAll(`[data-if-wrong="${field}"]`)) only.hidden = false;
  }
  const had = one("[data-had]", form);
  if (had && draft.files?.length > 0) {
    had.textContent = word("photographs", { n: draft.files.length });
    had.hidden = false;
  }
}

/** What was typed: the time, and the fields by name. Nothing where something is missing, which the form then says. */
export function read(form) {
  right(form);
  const missing = [...form.querySelectorAll("[data-required]")].filter((f) => !f.value.trim());
  for (const group of form.querySelectorAll("[data-required-one]")) {
    const all = [...group.querySelectorAll("input")];
    if (!all.some((f) => f.checked)) missing.push(all[0]);
  }
  for (const field of missing) wrong(form, field.name, word("fill"));
  if (missing.length > 0) {
    missing[0].focus();
    return null;
  }
  const fields = {};
  for (const [name, value] of new FormData(form)) if (name !== "said" && typeof value === "string") (fields[name] ??= []).push(value);
  return { said: new Date(one('[name="said"]', form).value).toISOString(), fields };
}

/** The photographs that were chosen; nothing where they are too many, too large or no pictures, which the form then says. */
export function photographs(form) {
  const field = one('input[type="file"]', form);
  if (!field) return [];
  const files = [...field.files];
  const { most, bytes } = field.dataset;
  if (files.length > Number(most)) wrong(form, "file", word("many", { n: most }));
  else if (files.some((f) => f.size > Number(bytes) || !f.type.startsWith("image/"))) wrong(form, "file", word("large", { n: Number(bytes) >> 20 }));
  else if (files.length > 0 && one('[name="prints"]', form) && !one('[name="prints"]:checked', form)) wrong(form, "prints", word("fill"));
  else return files;
  return null;
}
