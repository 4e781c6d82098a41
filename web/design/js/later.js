// A report from whoever has no account and no line: the page /report/later. What it keeps and how is told in
// docs/decisions/0077-a-report-waits-for-its-line.md. It is sent by the form of /report itself, filled in anew where there is a line.

import { Drafts } from "./offline/drafts.js";
import { random } from "./offline/crypt.js";
import { fill, lay, photographs, read } from "./offline/forms.js";
import { later, storeOf } from "./offline/store.js";
import { copy, one, right, root, say, show, time, word } from "./offline/words.js";

const store = storeOf(later);
const along = { ...JSON.parse(root.dataset.along), form: "report" }; // the categories with their questions, the places, the units
const form = one('[data-do="keep"]');
let drafts = null;
let editing = null; // the draft that lies open

const workerAddress = "/report-worker.js";
const trusted = window.trustedTypes?.createPolicy("linli", {
  createScriptURL: (asked) => { if (asked !== workerAddress) throw new TypeError(asked); return asked; },
});

/** The key lies in this browser alone and cannot be read out of it. Two pages that open at the same time have one. */
async function keyOf() {
  const held = await store.box();
  if (held) return held.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return (await store.firstBox({ key, expires: 0 })).key;
}

async function start() {
  if (!window.isSecureContext || !crypto.subtle || !navigator.serviceWorker || !window.indexedDB) return show("unsupported");
  navigator.serviceWorker.register(trusted ? trusted.createScriptURL(workerAddress) : workerAddress, { scope: "/report/later", updateViaCache: "none" })
    .catch((error) => console.warn(error)); // without a worker the page works as long as it stays open
  drafts = new Drafts(await keyOf(), store);
  await list();
  begin();
  return show("open");
}

function begin(draft = null) {
  editing = draft;
  right(form);
  lay(form, along);
  if (draft) fill(form, draft);
}

const nameOf = (category) => along.options.category.find((c) => c.value === category)?.text ?? category;

async function list() {
  for (const row of await store.rows()) if (row.expires < Date.now()) await store.drop(row.id);
  const all = await drafts.all("draft");
  one("[data-drafts]").replaceChildren(...all.map((draft) => {
    const row = copy("draft");
    one("[data-title]", row).textContent = nameOf(draft.fields.category[0]);
    for (const [at, when] of [["about", draft.written], ["until", draft.expires]]) {
      const line = one(`[data-${at}]`, row);
      line.textContent = line.dataset.text.replace("{when}", time(when));
    }
    if (draft.files?.length > 0) {
      one("[data-files]", row).textContent = word("photographs", { n: draft.files.length });
      one("[data-files]", row).hidden = false;
    }
    for (const button of row.querySelectorAll("[data-press]")) button.addEventListener("click", () => attempt(() => does[button.dataset.press](draft), button));
    return row;
  }));
  one('[data-press="wipe"]').hidden = all.length === 0;
}

/** The form's own attempt: sent again, it is the same report (web/resident/apply.go). */
const newAttempt = () => [...random(26)].map((b) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b % 32]).join("");

async function keep() {
  const typed = read(form);
  const files = photographs(form);
  if (!typed || !files) return;
  const { id = newAttempt(), order, expires, written = new Date().toISOString(), files: before } = editing ?? {};
  const draft = { written, said: written, fields: typed.fields, files: before };
  const row = await drafts.keep("draft", { id, order, expires, ...draft });
  if (files.length > 0) await drafts.keep("draft", { ...row, ...draft, files: await drafts.keepFiles(row, before, files) });
  await list();
  begin();
  say(word("kept"));
  one("[data-said]").scrollIntoView({ block: "nearest" });
}

const does = {
  /** Fills in the form of /report and sends it as a person does: what is wrong, or to be waited for, is shown there, and in the end the slip. */
  async send(draft) {
    const door = navigator.onLine && await fetch("/report/later/door", { headers: { Accept: "application/json" }, cache: "no-store" }).then((a) => (a.ok ? a.json() : null)).catch(() => null);
    if (!door) return say(word("line"));
    const out = Object.assign(document.createElement("form"), { method: "post", action: "/report", enctype: "multipart/form-data", hidden: true });
    const put = (name, value) => out.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    for (const [name, value] of Object.entries({ ...door, at: "check", attempt: draft.id, written: draft.written })) put(name, value);
    for (const [name, values] of Object.entries(draft.fields)) for (const value of values) put(name, value);
    const files = new DataTransfer();
    for (const file of draft.files ?? []) files.items.add(await drafts.file(file));
    const field = Object.assign(document.createElement("input"), { type: "file", name: "file", multiple: true });
    field.files = files.files;
    out.append(field);
    document.body.append(out);
    return out.submit();
  },
  async edit(draft) {
    begin(draft);
    say("");
    one("[data-form-title]").focus();
  },
  async drop(draft) {
    if (!confirm(word("dropSure"))) return;
    await drafts.drop(draft);
    if (editing?.id === draft.id) begin();
    await list();
  },
  async wipe() {
    if (!confirm(word("sure"))) return;
    await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(later);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });
    location.reload();
  },
};

async function attempt(act, button) {
  button.disabled = true;
  try {
    await act();
  } catch (error) {
    console.warn(error);
    say(word("failed"));
  } finally {
    button.disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(keep, one("button", form));
});
const wipe = one('[data-press="wipe"]');
wipe.addEventListener("click", () => attempt(does.wipe, wipe));
start().catch((error) => { // a private window may keep no key
  console.warn(error);
  show("unsupported");
});
