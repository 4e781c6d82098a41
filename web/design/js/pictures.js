// A picture that the server would refuse for its kind (HEIC, AVIF) or its size, and that this browser can show, is drawn
// anew as a smaller JPEG before it is sent. What the browser cannot show is sent as it is, and the server says what to do.
//
//   <input type="file" accept="image/jpeg,…" data-pictures data-pixels="25000000" data-bytes="10485760">

const side = 4000; // pixels of the longer side: a page of A4 stays readable
const mine = new WeakSet(); // events that say that drawn pictures are in the field

async function fit(file, input) {
  if (!file.type.startsWith("image/") && !/\.(heic|heif|avif)$/i.test(file.name)) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const { width, height } = picture;
  const taken = input.accept.split(",").includes(file.type);
  if (taken && file.size <= Number(input.dataset.bytes) && width * height <= Number(input.dataset.pixels)) {
    picture.close();
    return file;
  }
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  return drawn ? new File([drawn], file.name.replace(/(\.[^.]*)?$/, ".jpg"), { type: "image/jpeg" }) : file;
}

async function fitAll(input) {
  const chosen = [...input.files];
  const fitting = [];
  for (const file of chosen) fitting.push(await fit(file, input)); // one after the other: each takes much memory
  if (fitting.every((file, i) => file === chosen[i])) return;
  const list = new DataTransfer();
  for (const file of fitting) list.items.add(file);
  input.files = list.files;
}

function offer(input) {
  let busy = null;
  input.addEventListener("change", (e) => {
    if (mine.has(e)) return;
    e.stopImmediatePropagation(); // whoever looks at the pictures looks at those that are sent
    const turn = fitAll(input).finally(() => {
      if (busy !== turn) return; // other files were chosen meanwhile
      busy = null;
      const ready = new Event("change", { bubbles: true });
      mine.add(ready);
      input.dispatchEvent(ready);
    });
    busy = turn;
  });
  input.form.addEventListener("submit", (e) => {
    if (!busy) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    busy.then(() => input.form.requestSubmit(e.submitter));
  });
}

export function offerPictures() {
  for (const input of document.querySelectorAll("input[data-pictures]")) offer(input);
}
