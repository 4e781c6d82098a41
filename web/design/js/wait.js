// The page that a form gets which came among too many. The device solves the task in a worker, says how far it is, and sends
// the form by itself. Where that does not work, the page says from when on the button works without it.
//
//   <form data-work="/static/work.js" data-token data-bits data-parts> <input name="_work"> <div data-work-state hidden> … </form>

export function offerWork() {
  const form = document.querySelector("form[data-work]");
  if (!form || !window.Worker || !window.crypto?.subtle) return;
  const state = form.querySelector("[data-work-state]");
  const bar = state.querySelector("progress");
  const line = state.querySelector('[role="status"]');
  const { work: script, token, bits, parts } = form.dataset;
  const policy = window.trustedTypes?.createPolicy("linli-work", {
    createScriptURL: (address) => { // linli's own worker, and no other script
      if (!/^\/static\/work\.[0-9a-f]+\.js$/.test(address)) throw new TypeError("not the worker of the task");
      return address;
    },
  });
  const failed = () => { line.textContent = line.dataset.failed; };
  let worker;
  try {
    worker = new Worker(policy ? policy.createScriptURL(script) : script, { type: "module" });
  } catch {
    return; // time opens, too
  }
  state.hidden = false;
  form.querySelector("[data-work-time]").hidden = true;
  worker.addEventListener("error", () => {
    failed();
    form.querySelector("[data-work-time]").hidden = false;
  });
  worker.addEventListener("message", ({ data }) => {
    bar.value = data.length;
    if (data.length < Number(parts)) return;
    worker.terminate();
    form.querySelector('[name="_work"]').value = data.join(".");
    line.textContent = line.dataset.done;
    form.requestSubmit();
  });
  worker.postMessage({ token, bits: Number(bits), parts: Number(parts) });
}
