// A signature drawn with finger, pen or mouse. Without this module the page offers paper.
//
//   <form data-signature> … <canvas> … <input type="hidden" name="drawing"> … <button type="button" data-clear>
//
// The picture is read from the canvas when the form is sent; nothing is kept in the browser.

for (const form of document.querySelectorAll("[data-signature]")) {
  const canvas = form.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const picture = form.querySelector('input[name="drawing"]');
  const empty = form.querySelector("[data-empty]");
  let drawn = 0;
  let last = null;

  const paper = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#14213d";
    pen.lineCap = pen.lineJoin = "round";
    drawn = 0;
    picture.value = "";
  };

  const at = (e) => {
    const box = canvas.getBoundingClientRect();
    return { x: ((e.clientX - box.left) * canvas.width) / box.width, y: ((e.clientY - box.top) * canvas.height) / box.height };
  };

  const line = (e) => {
    const to = at(e);
    pen.lineWidth = e.pointerType === "pen" && e.pressure > 0 ? 2 + 6 * e.pressure : 4;
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    drawn += Math.hypot(to.x - last.x, to.y - last.y);
    last = to;
  };

  canvas.addEventListener("pointerdown", (e) => {
    e.preventDefault();
    canvas.setPointerCapture(e.pointerId);
    empty.hidden = true;
    last = at(e);
    line(e);
  });
  canvas.addEventListener("pointermove", (e) => {
    if (!last) return;
    for (const step of e.getCoalescedEvents?.() ?? [e]) line(step);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });

  form.querySelector("[data-clear]").addEventListener("click", () => { paper(); canvas.focus(); });
  form.addEventListener("submit", (e) => {
    if (drawn < 40) {
      e.preventDefault();
      empty.hidden = false;
      canvas.scrollIntoView({ block: "center" });
      return;
    }
    picture.value = canvas.toDataURL("image/png");
  });

  paper();
  form.hidden = false;
  document.querySelector("[data-signature-none]")?.setAttribute("hidden", "");
}
