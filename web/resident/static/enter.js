// A slip's QR code leads to /r/CODE#passphrase. What stands after # never leaves the browser: this puts it into the field
// and takes it out of the address, so that nobody reads it there afterwards.

const digits = document.getElementById("digits");
const secret = decodeURIComponent(location.hash.slice(1)).replace(/[\s-]/g, "");

if (secret) {
  history.replaceState(null, "", location.pathname + location.search);
}
if (digits && /^\d{16}$/.test(secret)) {
  digits.value = secret.match(/\d{4}/g).join(" ");
  digits.form.querySelector("button").focus();
}
