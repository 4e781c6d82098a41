// The map beside a list of places: who can use it chooses a place, by a click, or with the keyboard the middle of the map. A map with marks is only looked at.
// Leaflet stands before this in the same file, as L; build/assets.mjs has it set markup by the policy below alone.
//
//   <div data-map="/map/{z}/{x}/{y}" data-min data-max data-zoom data-middle data-bounds hidden> … <input name="lat"> <input name="long"> </div>

for (const place of document.querySelectorAll("[data-map]")) {
  place.hidden = false;
  const numbers = (name) => place.dataset[name].split(",").map(Number);
  const field = (name) => place.querySelector(`input[name="${name}"]`);
  const button = (name) => place.querySelector(`[data-${name}]`);
  const line = place.querySelector('[role="status"]');
  const frame = place.querySelector(".linli-map__frame");
  const [south, west, north, east] = numbers("bounds");
  const map = L.map(frame, {
    keyboard: false, // below: each key has done its work before the next one comes
    attributionControl: false, zoomControl: false, // both stand beside the map, as text and as buttons with words
    center: numbers("middle"), zoom: Number(place.dataset.zoom), minZoom: Number(place.dataset.min), maxZoom: Number(place.dataset.max),
    maxBounds: [[south, west], [north, east]], fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false,
  });
  L.tileLayer(place.dataset.map, { minZoom: Number(place.dataset.min), maxZoom: Number(place.dataset.max), noWrap: true }).addTo(map);
  const mark = L.circleMarker(map.getCenter(), { radius: 10, weight: 4, className: "linli-map__mark", interactive: false });
  const steps = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
  button("in").addEventListener("click", () => map.zoomIn());
  button("out").addEventListener("click", () => map.zoomOut());
  frame.addEventListener("keydown", (e) => {
    if (e.target !== frame || e.altKey || e.ctrlKey || e.metaKey) return;
    if (steps[e.key]) map.panBy(steps[e.key], { animate: false });
    else if (e.key === "+" || e.key === "=") map.zoomIn();
    else if (e.key === "-") map.zoomOut();
    else if (e.key === "Enter" && button("take")) choose(map.getCenter());
    else return;
    e.preventDefault(); // neither does the page move, nor is the form sent
  });
  const marks = [...place.querySelectorAll("[data-mark]")];
  if (!button("take")) { // a map to look at
    const at = marks.map((m) => m.dataset.mark.split(",").map(Number));
    marks.forEach((m, i) => {
      L.circleMarker(at[i], { radius: 10, weight: 4, className: "linli-map__mark" }).addTo(map).on("click mouseover", () => { line.textContent = m.textContent; });
    });
    if (at.length) map.fitBounds(L.latLngBounds(at).pad(0.2), { animate: false });
    continue;
  }
  const middle = document.createElement("span");
  middle.className = "linli-map__middle";
  frame.append(middle);

  const show = (at) => {
    mark.setLatLng(at).addTo(map);
    line.textContent = `${line.dataset.chosen} ${field("lat").value}, ${field("long").value}`;
    button("clear").hidden = false;
  };
  const choose = (at) => {
    [field("lat").value, field("long").value] = [at.lat.toFixed(6), at.lng.toFixed(6)];
    show(at);
  };
  map.on("click", (e) => choose(e.latlng));
  button("take").addEventListener("click", () => choose(map.getCenter()));
  button("clear").addEventListener("click", () => {
    field("lat").value = field("long").value = "";
    mark.remove();
    line.textContent = line.dataset.none;
    button("clear").hidden = true;
    button("take").focus();
  });
  if (field("lat").value && field("long").value) {
    const before = L.latLng(Number(field("lat").value), Number(field("long").value));
    map.setView(before, map.getZoom());
    show(before);
  }
}
