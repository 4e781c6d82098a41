// Sends what was written, when there is a line: one after another, in the order in which it was put away, each once. Two
// windows do not send at the same time.

import { standing, wipe } from "./device.js";
import { box } from "./store.js";

async function ask(address, token, body) {
  const form = body instanceof FormData;
  const answer = await fetch(address, {
    method: "POST", cache: "no-store", body: form ? body : JSON.stringify(body),
    headers: { ...(!form && { "Content-Type": "application/json" }), Accept: "application/json", "X-CSRF-Token": token },
  });
  const said = await answer.json().catch(() => ({}));
  return answer.ok ? said : { failed: answer.status, reason: said.detail };
}

/** A fresh token against forgery, or why there is none: "line", "ended", "sign_in" or "other". */
export async function door() {
  const held = await box();
  const now = await standing(held?.device);
  if (!now) return { closed: "line" };
  if (now.device === "ended") {
    await wipe();
    return { closed: "ended" };
  }
  if (!now.signed_in) return { closed: "sign_in" };
  if (held && !now.own) return { closed: "other" };
  return { token: now.token };
}

export async function post(address, body) {
  const { token, closed } = await door();
  return closed ? { closed } : ask(address, token, body);
}

/** What was written after a draft on the same thing of this device knew of it: it goes on from how the thing stands now. */
async function goOn(drafts, sent, all, stands) {
  const same = (x) => x.form === sent.form && x.thing === sent.thing && x.id !== sent.id;
  for (const taken of (await drafts.all("taken")).filter(same)) await drafts.drop(taken);
  if (!stands) return;
  for (const later of all.filter((x) => same(x) && x.order > sent.order && x.stood === sent.stood)) {
    later.stood = stands;
    await drafts.keep("draft", later);
  }
}

/** Sends the photographs of a draft that has arrived, one after another; each that has arrived is gone from the device. */
async function sendFiles(drafts, token, sent, draft) {
  for (const [i, file] of (draft.files ?? []).entries()) {
    if (file.arrived) continue;
    const body = new FormData();
    body.append("draft", JSON.stringify(sent));
    body.append("n", String(i + 1));
    body.append("file", await drafts.file(file));
    const answer = await ask("/offline/photograph", token, body).catch(() => ({ failed: 0 }));
    if (answer.outcome !== "sent") return answer;
    file.arrived = true;
    await drafts.keep("draft", draft);
  }
  return { outcome: "sent" };
}

/**
 * Sends all drafts. told is called with each draft and its answer. A draft that does not arrive holds those back that were
 * written on the same case after it.
 */
export function sendAll(drafts, told) {
  return navigator.locks.request("linli-offline", async () => {
    const { token, closed } = await door();
    if (closed) return { closed };
    const held = new Set();
    const all = await drafts.all("draft");
    for (const draft of all) {
      if (held.has(draft.case)) continue;
      const { form, case: of, thing, key, after, stood, said, written, fields, slip } = draft;
      const sent = { form, case: of, thing, key, after, stood, said, written, fields, code: slip?.code, files: draft.files?.length };
      let answer = await ask("/offline/send", token, sent).catch(() => ({ failed: 0 }));
      if (answer.outcome === "sent" && draft.files?.length > 0) {
        draft.state = "photographs"; // the form stands; what is still to come are these
        await drafts.keep("draft", draft);
        answer = { ...await sendFiles(drafts, token, sent, draft), stood: answer.stood };
      }
      if (answer.failed !== undefined) return { closed: answer.failed === 401 ? "sign_in" : "line" };
      if (answer.outcome === "sent") {
        await drafts.drop(draft);
        await goOn(drafts, draft, all, answer.stood);
      } else {
        held.add(of);
        const state = draft.state === "photographs" ? draft.state : answer.outcome === "waits" ? undefined : answer.outcome;
        await drafts.keep("draft", { ...draft, state, reason: answer.reason, wrong: answer.wrong, now: answer.stood });
      }
      told(draft, answer);
    }
    return {};
  });
}
