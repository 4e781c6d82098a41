// The page of long work. It asks how far the work is, and shows its end by loading anew; without a script the reader looks
// again.
//
//   <div data-progress> <p role="status"> <progress> … </div>

const pause = 2000;

export function followProgress() {
  const shown = document.querySelector("[data-progress]");
  if (!shown) return;
  const bar = shown.querySelector("progress");
  const line = shown.querySelector('[role="status"]');
  const look = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
    const at = answer?.ok ? await answer.json() : null;
    if (at && !at.running) return location.reload();
    if (at?.of) {
      bar.max = at.of;
      bar.value = at.done;
      if (line.textContent !== at.far) line.textContent = at.far;
    }
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}
