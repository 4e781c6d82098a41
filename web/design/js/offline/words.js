// Words and parts of the page. All words stand in the page, in its language; scripts put in numbers and times.

export const root = document.querySelector("[data-offline]");

export const part = (name) => root.querySelector(`[data-part="${name}"]`);
export const one = (selector, within = root) => within.querySelector(selector);

/** A text of the page with what stands in its braces. */
export const word = (name, values = {}) => Object.entries(values).reduce((text, [k, v]) => text.replace(`{${k}}`, v), root.dataset[name] ?? "");

/** Says one thing to whoever looks, or nothing. */
export function say(text) {
  const at = one("[data-said]");
  at.textContent = text;
  at.hidden = !text;
}

/** Shows one part of the page and no other. */
export function show(name) {
  for (const p of root.querySelectorAll("[data-part]")) p.hidden = p.dataset.part !== name;
}

/** A copy of a template of the page. */
export const copy = (name) => one(`template[data-row="${name}"]`).content.firstElementChild.cloneNode(true);

/** Says what is wrong at a field, or in its form where the field is not known. */
export function wrong(form, field, text) {
  const at = one(`[data-error="${field}"]`, form);
  if (!at) return say(text);
  at.textContent = text;
  at.hidden = false;
  const group = at.closest(".govuk-form-group");
  group.classList.add("govuk-form-group--error");
  const input = one("input, textarea, select", group);
  if (at.id) input.setAttribute("aria-describedby", [...new Set([at.id, ...(input.getAttribute("aria-describedby") ?? "").split(" ")])].filter(Boolean).join(" "));
  input.setAttribute("aria-invalid", "true");
}

export function right(form) {
  for (const at of form.querySelectorAll("[data-error]")) at.hidden = true;
  for (const group of form.querySelectorAll(".govuk-form-group--error")) group.classList.remove("govuk-form-group--error");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/** A time as people of the page's language write it. */
export const time = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" }).format(new Date(at));

/** A time as a field of the page holds it. */
export const local = (at) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
