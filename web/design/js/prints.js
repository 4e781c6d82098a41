// Fingerprints stay on paper. Whoever sends a picture frames them here, and the server paints the frames over before anything
// is kept. The picture stays in the browser until it is sent. A file that is no picture shows nothing; the numbered parts,
// which need no script and no pointer, are painted here as they are ticked.
//
//   <form> … <input type="file"> … <div data-prints> <div data-pictures hidden> <div data-sheets> <input name="print-frame">
//   <button data-undo> </div> … <input type="checkbox" name="print-part"> </div>

const whole = 1000; // thousandths of the picture
const columns = 4;
const rows = 6;

class Sheet {
  constructor(picture, label, changed) {
    this.picture = picture;
    this.frames = [];
    this.canvas = document.createElement("canvas");
    this.canvas.className = "linli-framed";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", label);
    this.canvas.width = Math.min(1200, picture.width);
    this.canvas.height = Math.max(1, Math.round((this.canvas.width * picture.height) / picture.width));
    this.pen = this.canvas.getContext("2d");
    let start = null;
    this.canvas.addEventListener("pointerdown", (e) => {
      e.preventDefault();
      this.canvas.setPointerCapture(e.pointerId);
      start = this.at(e);
    });
    this.canvas.addEventListener("pointermove", (e) => { if (start) changed(this, this.frame(start, this.at(e)), false); });
    this.canvas.addEventListener("pointerup", (e) => {
      if (start) changed(this, this.frame(start, this.at(e)), true);
      start = null;
    });
    this.canvas.addEventListener("pointercancel", () => {
      start = null;
      changed(this, null, false);
    });
  }

  at(e) {
    const box = this.canvas.getBoundingClientRect();
    const part = (n, from, size) => Math.round(Math.min(1, Math.max(0, (n - from) / size)) * whole);
    return [part(e.clientX, box.left, box.width), part(e.clientY, box.top, box.height)];
  }

  frame([ax, ay], [bx, by]) { return [Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by)]; }

  show(parts, drawn) {
    const { canvas: { width, height }, pen } = this;
    pen.drawImage(this.picture, 0, 0, width, height);
    pen.strokeStyle = "rgba(11, 12, 12, 0.35)";
    pen.fillStyle = "rgba(11, 12, 12, 0.6)";
    pen.lineWidth = width / 600;
    pen.font = `${Math.round(width / 28)}px sans-serif`;
    for (let n = 0; n < columns * rows; n++) {
      const [x, y] = [(n % columns) * width / columns, Math.floor(n / columns) * height / rows];
      pen.strokeRect(x, y, width / columns, height / rows);
      pen.fillText(String(n + 1), x + width / 80, y + width / 24);
    }
    pen.fillStyle = "#000";
    for (const [x, y, w, h] of drawn ? [...parts, ...this.frames, drawn] : [...parts, ...this.frames]) {
      pen.fillRect((x * width) / whole, (y * height) / whole, (w * width) / whole, (h * height) / whole);
    }
  }
}

export function offerMarks(place) {
  const file = place.closest("form").querySelector('input[type="file"]');
  const pictures = place.querySelector("[data-pictures]");
  const sheets = place.querySelector("[data-sheets]");
  const field = place.querySelector('input[name="print-frame"]');
  const boxes = [...place.querySelectorAll('input[name="print-part"]')];
  let shown = []; // by the number of the file
  let last = []; // sheets in the order in which frames were drawn on them
  let round = 0;

  const parts = () => boxes.filter((box) => box.checked).map((box) => {
    const n = Number(box.value) - 1;
    return [(n % columns) * whole / columns, Math.floor(n / columns) * whole / rows, whole / columns, whole / rows];
  });
  const say = () => {
    field.value = shown.flatMap((sheet, i) => (sheet ? sheet.frames.map((f) => `${i + 1}:${f.join(",")}`) : [])).join(";");
  };
  const changed = (sheet, drawn, done) => {
    if (done && drawn[2] > 0 && drawn[3] > 0) {
      sheet.frames.push(drawn);
      last.push(sheet);
    }
    sheet.show(parts(), done ? null : drawn);
    say();
  };

  file.addEventListener("change", async () => {
    const mine = ++round;
    [shown, last] = [[], []];
    sheets.replaceChildren();
    pictures.hidden = true;
    say();
    for (const [i, chosen] of [...file.files].entries()) {
      if (!chosen.type.startsWith("image/")) continue;
      let picture;
      try {
        picture = await createImageBitmap(chosen, { imageOrientation: "from-image" });
      } catch {
        continue; // the server says what is wrong with it
      }
      if (mine !== round) return; // other files were chosen meanwhile
      shown[i] = new Sheet(picture, chosen.name, changed);
      sheets.append(shown[i].canvas);
      shown[i].show(parts());
      pictures.hidden = false;
    }
  });
  for (const box of boxes) box.addEventListener("change", () => { for (const sheet of shown) sheet?.show(parts()); });
  place.querySelector("[data-undo]").addEventListener("click", () => {
    const sheet = last.pop();
    sheet?.frames.pop();
    sheet?.show(parts());
    say();
  });
}

export function offerPrints() {
  for (const place of document.querySelectorAll("[data-prints]")) offerMarks(place);
}
