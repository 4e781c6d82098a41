// The list of what lies on the device.

import { aboutOf, titleOf } from "./forms.js";
import { copy, one, root, time, word } from "./words.js";

function row(kind, thing, act) {
  const at = copy(kind);
  one("[data-title]", at).textContent = titleOf(thing.form);
  one("[data-about]", at).textContent = aboutOf(thing);
  for (const name of at.querySelectorAll("[data-name]")) name.textContent = ` ${aboutOf(thing)}`;
  for (const button of at.querySelectorAll("[data-press]")) button.addEventListener("click", () => act(button.dataset.press, thing));
  return at;
}

function lines(at, all) {
  at.replaceChildren(...(all ?? []).map(({ label, text }) => {
    const line = copy("line");
    one("dt", line).textContent = label;
    one("dd", line).textContent = text;
    return line;
  }));
}

/** Shows drafts and things; answers are what the office said of a draft just now, by its row, and lie nowhere else. */
export function list(drafts, taken, answers, act) {
  one("[data-drafts]").replaceChildren(...drafts.map((draft) => {
    const at = row("draft", draft, act);
    const until = one("[data-until]", at);
    until.textContent = until.dataset.text.replace("{when}", time(draft.expires));
    const answer = answers.get(draft.id);
    if (draft.reason) {
      one("[data-reason]", at).textContent = draft.reason;
      one("[data-reason]", at).hidden = false;
    }
    one('[data-press="slip"]', at).hidden = !draft.slip;
    if (draft.state === "moved" && draft.now) one('[data-press="beside"]', at).hidden = false;
    if (draft.state === "photographs") one('[data-press="edit"]', at).hidden = true; // the form has arrived
    if (draft.files?.length > 0) {
      const files = one("[data-files]", at);
      files.textContent = word(draft.state === "photographs" ? "waiting" : "photographs", { n: draft.files.filter((f) => !f.arrived).length });
      files.hidden = false;
    }
    if (answer?.present) {
      lines(one("[data-mine]", at), answer.mine);
      lines(one("[data-present]", at), answer.present);
      one("[data-both]", at).hidden = false;
    }
    return at;
  }));
  one("[data-taken-list]").replaceChildren(...taken.map((thing) => row("taken", thing, act)));
  one("[data-no-drafts]").hidden = drafts.length > 0;
  one("[data-no-taken]").hidden = taken.length > 0;
  one('[data-press="send"]', root).hidden = drafts.length === 0;
}
