// Forms without a line: the page /offline. What it keeps and how is told in docs/decisions/0027-forms-without-a-line.md.

import { current, standing, wipe } from "./offline/device.js";
import { Drafts, leastPin } from "./offline/drafts.js";
import { aboutOf, choice, fill, lay, photographs, read, showSlip, titleOf } from "./offline/forms.js";
import { list } from "./offline/list.js";
import { door, post, sendAll } from "./offline/send.js";
import { one, part, right, root, say, show, word, wrong } from "./offline/words.js";

/** How long the page stays open while nobody touches it, in milliseconds. */
const idle = 10 * 60_000;

let drafts = null; // of whoever has unlocked the device
let filling = null; // the thing or the draft that lies open
let things = []; // that can be taken along
const answers = new Map(); // of the office, by draft; never kept

const workerAddress = "/offline-worker.js";
const trusted = window.trustedTypes?.createPolicy("linli", {
  createScriptURL: (asked) => { if (asked !== workerAddress) throw new TypeError(asked); return asked; },
});

async function register() {
  await navigator.serviceWorker.register(trusted ? trusted.createScriptURL(workerAddress) : workerAddress, { scope: "/offline", updateViaCache: "none" });
}

/** Makes sure that this page is kept before anything else is: another page may have emptied the device a moment ago. */
async function keepPage() {
  await register();
  const { active } = await navigator.serviceWorker.ready;
  await new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data === "kept" ? resolve() : reject(new Error("the page is not kept")));
    active.postMessage("keep", [port2]);
  });
}

async function start() {
  if (!window.isSecureContext || !crypto.subtle || !navigator.serviceWorker || !navigator.locks || !window.indexedDB) return show("unsupported");
  register().catch((error) => console.warn(error)); // without a worker the page works as long as it stays open
  const held = await current();
  if (held && (await standing(held.device))?.device === "ended") return emptied("ended");
  return show(held ? "locked" : "setup");
}

async function emptied(why) {
  await wipe();
  drafts = null;
  answers.clear();
  show("setup");
  say(word(why));
}

async function showList(said = "") {
  filling = null;
  list(await drafts.all("draft"), await drafts.all("taken"), answers, act);
  show("list");
  say(said);
  await offer();
}

/** Shows what can be taken along, where there is a line. */
async function offer() {
  const [form, none, rows] = [one('[data-do="take"]'), one("[data-take-none]"), one("[data-things]")];
  rows.setAttribute("aria-busy", "true");
  const { closed } = await door();
  things = closed ? [] : await fetch("/offline/things", { headers: { Accept: "application/json" }, cache: "no-store" }).then((a) => (a.ok ? a.json() : [])).catch(() => []);
  rows.removeAttribute("aria-busy");
  if (closed === "ended") return emptied("ended");
  rows.replaceChildren(...things.map((t, n) => choice("thing", String(n), `${titleOf(t.form)}: ${aboutOf(t)}`)));
  form.hidden = things.length === 0;
  none.hidden = !form.hidden;
  none.textContent = word(closed ?? "none");
}

function open(thing) {
  filling = thing;
  const form = one('[data-do="keep"]');
  right(form);
  lay(form, thing);
  if (thing.key) fill(form, thing);
  one("[data-form-title]").textContent = titleOf(thing.form);
  one("[data-form-about]").textContent = aboutOf(thing);
  show("form");
  say("");
  one("[data-form-title]").focus();
}

/** What the buttons of a row do. */
async function act(press, row) {
  if (press === "fill" || press === "edit") return open(row);
  if (press === "slip") return showSlip(row);
  if (press === "drop") {
    if (!confirm(word("dropSure"))) return undefined;
    for (const later of await drafts.all("draft")) if (later.after === row.key) await drafts.keep("draft", { ...later, after: row.after });
    await drafts.drop(row);
    answers.delete(row.id);
    return showList();
  }
  answers.delete(row.id);
  await drafts.keep("draft", { ...row, stood: row.now, state: undefined, reason: undefined, wrong: undefined }); // beside what stands, after both were seen
  return send();
}

async function send() {
  let [sent, stays] = [0, 0];
  const { closed } = await sendAll(drafts, (draft, answer) => {
    if (answer.outcome === "sent") sent += 1;
    else stays += 1;
    answers.set(draft.id, answer);
  });
  if (closed === "ended") return emptied("ended");
  const said = [sent && word("sent", { n: sent }), stays && word("stays", { n: stays }), closed && word(closed)];
  return showList(said.filter(Boolean).join(" "));
}

const does = {
  async setup(form) {
    const [pin, again] = [form.elements["new-pin"].value, form.elements.again.value];
    if (pin.length < leastPin) return wrong(form, "new-pin", word("short", { n: leastPin }));
    if (pin !== again) return wrong(form, "again", word("differs"));
    const { device, closed, reason } = await post("/offline/device", {});
    if (!device) return say(reason ?? word(closed ?? "failed"));
    drafts = await Drafts.begin(pin, device);
    return showList();
  },
  async unlock(form) {
    const opened = await Drafts.unlock(form.elements.pin.value);
    if (opened === -1) return emptied("emptied");
    if (typeof opened === "number") return wrong(form, "pin", word("wrong", { n: opened }));
    drafts = opened;
    return showList();
  },
  async take(form) {
    const chosen = new FormData(form).getAll("thing").map((n) => things[Number(n)]);
    if (chosen.length === 0) return say(word("fill"));
    await keepPage();
    const taken = await post("/offline/take", chosen.map(({ form: name, case: of, thing }) => ({ form: name, case: of, thing })));
    if (!Array.isArray(taken)) return say(taken.reason ?? word(taken.closed ?? "failed"));
    const before = await drafts.all("taken");
    for (const thing of taken) await drafts.keep("taken", { ...thing, id: before.find((b) => b.form === thing.form && b.thing === thing.thing)?.id });
    return showList(word("taken", { n: taken.length }));
  },
  async keep(form) {
    const typed = read(form);
    const files = photographs(form);
    if (!typed || !files) return undefined;
    const { key, state, reason, wrong: refused, now, ...thing } = filling;
    const draft = { ...thing, ...typed, key: key ?? crypto.randomUUID(), written: new Date().toISOString() };
    if (!key) {
      delete draft.id;
      delete draft.order;
      delete draft.expires;
      draft.after = (await drafts.all("draft")).findLast((d) => d.case === thing.case)?.key;
    }
    const row = await drafts.keep("draft", draft);
    if (files.length > 0) await drafts.keep("draft", { ...draft, ...row, files: await drafts.keepFiles(row, draft.files, files) });
    if (!key && draft.slip) { // a slip is given once
      await drafts.drop({ id: filling.id });
      return showSlip(draft);
    }
    return showList(word("kept"));
  },
};

for (const form of root.querySelectorAll("form[data-do]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    right(form);
    const button = one("button[type=submit], button:not([type])", form);
    if (button) button.disabled = true;
    try {
      await does[form.dataset.do](form);
      if (part("setup").hidden === false || part("locked").hidden === false) one("[aria-invalid]", form)?.focus();
      else for (const secret of root.querySelectorAll("input[type=password]")) secret.value = "";
    } catch (error) {
      console.warn(error);
      say(word("failed"));
    } finally {
      if (button) button.disabled = false;
    }
  });
}

const presses = {
  send, list: () => showList(), print: async () => window.print(), lock: () => location.reload(),
  wipe: async () => { if (confirm(word("sure"))) await emptied("emptied"); },
};
for (const button of root.querySelectorAll("[data-press]")) {
  button.addEventListener("click", () => presses[button.dataset.press]?.().catch?.((error) => { console.warn(error); say(word("failed")); }));
}

// An unlocked page that nobody touches locks itself.
let rest = 0;
const touched = () => {
  clearTimeout(rest);
  rest = setTimeout(() => { if (drafts) location.reload(); }, idle);
};
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, touched);
addEventListener("online", () => { if (drafts && !filling) send().catch((error) => console.warn(error)); });
touched();
start();
