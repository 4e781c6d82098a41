// A slip's QR code leads to /r/CODE#passphrase, the mail of a lost slip to /r/again#CODE.digits, the link of a service to /p/CODE#key. What stands after #
// never leaves the browser: this puts it into the fields and takes it out of the address, so that nobody reads it there
// afterwards.

const code = document.getElementById("code");
const key = document.getElementById("link_key");
const digits = document.getElementById("digits");
const secret = decodeURIComponent(location.hash.slice(1)).replace(/[\s-]/g, "");
const [first, second] = secret.split(".");

if (secret) {
  history.replaceState(null, "", location.pathname + location.search);
}
const show = (passphrase) => {
  digits.value = passphrase.match(/\d{4}/g).join(" ");
  digits.form.querySelector("button").focus();
};
if (key && /^[A-Z2-7]{26}$/.test(secret)) {
  key.value = secret;
  key.form.querySelector("button").focus();
} else if (digits && /^\d{16}$/.test(secret)) {
  show(secret);
} else if (digits && code && /^[0-9A-Z]{16}$/.test(first) && /^\d{16}$/.test(second)) {
  code.value = first.match(/.{4}/g).join("-");
  show(second);
}
