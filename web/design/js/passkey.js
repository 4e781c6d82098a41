// The browser's part of passkeys (W3C Web Authentication). Pages work without it: what needs it is shown only where the
// browser can do it.
//
//   <div data-passkey="sign-in" data-begin="/sign-in/passkey/begin" data-finish="/sign-in/passkey" data-failed="…" hidden>
//     … <button type="button"> … <p data-message role="alert">
//
// "sign-in" and "sign" ask for a key that is there, "add" makes one for an account. "sign-new" makes a key for one
// signature ([data-make]) and has it sign ([data-sign]): two buttons, as some browsers ask a person once for each.
// data-failed is what is said when the browser or the person gives up, data-made when the key is made. The token against
// forgery is that of a form of the same page. Nothing is kept in the browser.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const descriptor = (d) => ({ ...d, id: bytes(d.id) });

function creation(options) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(descriptor),
  };
}

function request(options) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(descriptor),
  };
}

function plain(credential) {
  if (credential.toJSON) return credential.toJSON();
  const r = credential.response;
  const response = { clientDataJSON: text(r.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (r[part]) response[part] = text(r[part]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

const make = (options) => navigator.credentials.create({ publicKey: creation(options.publicKey) });
const ask = (options) => navigator.credentials.get({ publicKey: request(options.publicKey) });

class Refused extends Error {}

async function post(address, body) {
  const token = document.querySelector('input[name="_csrf"]')?.value ?? "";
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": token },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.detail ?? "");
  return said;
}

const field = (part, name) => part.querySelector(`[name="${name}"]`)?.value ?? part.dataset[name] ?? "";

const signing = (part) => ({ text: part.dataset.text });

async function signIn(part) {
  const ceremony = await post(part.dataset.begin, { office: field(part, "office") });
  const credential = part.dataset.passkey === "add" ? await make(ceremony.options) : await ask(ceremony.options);
  return post(part.dataset.finish, {
    step: ceremony.step,
    name: field(part, "name"),
    next: field(part, "next"),
    credential: plain(credential),
  });
}

async function sign(part) {
  const ceremony = await post(part.dataset.begin, signing(part));
  return post(part.dataset.finish, { ...signing(part), signed: plain(await ask(ceremony.sign)) });
}

/** Has a button do something that may fail, and says so. */
function press(part, button, act) {
  const message = part.querySelector("[data-message]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    message.textContent = "";
    try {
      const done = await act();
      if (done) location.assign(done.location);
    } catch (error) {
      message.textContent = (error instanceof Refused && error.message) || part.dataset.failed;
      button.disabled = false;
      button.focus();
    }
  });
}

function offerNew(part) {
  const first = part.querySelector("[data-make]");
  const second = part.querySelector("[data-sign]");
  const status = part.querySelector("[data-status]");
  let ceremony = null;
  let made = null;
  const show = (isMade) => {
    first.hidden = isMade;
    second.hidden = !isMade;
    first.disabled = second.disabled = false;
    status.textContent = isMade ? part.dataset.made : "";
  };
  press(part, first, async () => {
    ceremony = await post(part.dataset.begin, signing(part));
    made = plain(await make(ceremony.make));
    show(true);
    second.focus();
  });
  press(part, second, async () => {
    const options = { publicKey: { ...ceremony.sign.publicKey, allowCredentials: [{ type: "public-key", id: made.id, transports: made.response.transports }] } };
    const signed = plain(await ask(options));
    try {
      return await post(part.dataset.finish, { ...signing(part), made, signed });
    } catch (error) {
      show(false); // what was asked once is not answered twice: the next try begins anew
      throw error;
    }
  });
  show(false);
}

export function offerPasskeys() {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.hidden = false;
    if (part.dataset.passkey === "sign-new") {
      offerNew(part);
    } else {
      press(part, part.querySelector("button"), () => (part.dataset.passkey === "sign" ? sign(part) : signIn(part)));
    }
  }
}
