// The browser's part of passkeys (W3C Web Authentication). The page works without it: a button is shown only where the
// browser can do it.
//
//   <div data-passkey="sign-in" data-begin="/sign-in/passkey/begin" data-finish="/sign-in/passkey" hidden> … <button type="button">
//
// data-failed is what is said when the browser or the person gives up. The token against forgery is that of a form of the
// same page.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

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

function field(part, name) {
  return part.querySelector(`[name="${name}"]`)?.value ?? part.dataset[name] ?? "";
}

async function run(part) {
  const ceremony = await post(part.dataset.begin, { office: field(part, "office") });
  const options = ceremony.options.publicKey;
  const credential =
    part.dataset.passkey === "add"
      ? await navigator.credentials.create({ publicKey: creation(options) })
      : await navigator.credentials.get({ publicKey: request(options) });
  const done = await post(part.dataset.finish, {
    step: ceremony.step,
    name: field(part, "name"),
    next: field(part, "next"),
    credential: plain(credential),
  });
  location.assign(done.location);
}

for (const part of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  part.hidden = false;
  const button = part.querySelector("button");
  const message = part.querySelector("[data-message]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    message.textContent = "";
    try {
      await run(part);
    } catch (error) {
      message.textContent = (error instanceof Refused && error.message) || part.dataset.failed;
      button.disabled = false;
      button.focus();
    }
  });
}
