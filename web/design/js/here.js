// A button [data-here] fills in where the device is, when it is pressed and after the browser has asked. The numbers are rounded to about
// a hundred metres, and leave the device with the form alone. Without a script, or without such a device, it stays hidden.

export function offerHere() {
  for (const button of document.querySelectorAll("[data-here]")) {
    if (!navigator.geolocation) continue;
    const part = button.parentElement;
    const line = part.querySelector('[role="status"]');
    part.hidden = false;
    button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
      document.getElementById("lat").value = coords.latitude.toFixed(3);
      document.getElementById("long").value = coords.longitude.toFixed(3);
      line.textContent = line.dataset.done;
    }, () => { line.textContent = line.dataset.refused; }));
  }
}
