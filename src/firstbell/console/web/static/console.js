// Comfort, and passkeys: every page but signing works without this file.
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "copied";
    } catch {
      button.textContent = "select it and copy by hand";
    }
    setTimeout(() => { button.textContent = "copy"; }, 2000);
  });
}

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function send(path, fields) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.trouble, told.hint].filter(Boolean).join(" - "));
  return told;
}

async function make(told) {
  const made = await navigator.credentials.create({ publicKey: {
    challenge: toBytes(told.challenge),
    rp: { id: told.rp, name: "Firstbell" },
    user: { id: toBytes(told.user), name: told.name, displayName: told.name },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    attestation: "none",
  } });
  return {
    credential: toText(made.rawId),
    client: toText(made.response.clientDataJSON),
    data: toText(made.response.getAuthenticatorData()),
    public: toText(made.response.getPublicKey()),
  };
}

async function answer(told) {
  const asked = { challenge: toBytes(told.challenge), rpId: told.rp, userVerification: "required", timeout: 60000 };
  if (told.credential) asked.allowCredentials = [{ type: "public-key", id: toBytes(told.credential) }];
  const got = await navigator.credentials.get({ publicKey: asked });
  return {
    credential: toText(got.rawId),
    client: toText(got.response.clientDataJSON),
    data: toText(got.response.authenticatorData),
    signature: toText(got.response.signature),
  };
}

for (const form of document.querySelectorAll("form.passkey")) {
  const button = form.querySelector("button");
  const result = form.querySelector(".result");
  if (!window.PublicKeyCredential) {
    result.textContent = "This browser takes no passkey here. Open the console by its own name, with https or on this machine.";
    continue;
  }
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    result.textContent = "Your device asks you now.";
    try {
      const told = form.dataset.begin ? await send(form.dataset.begin, {}) : { ...form.dataset };
      const got = form.dataset.makes ? await make(told) : await answer(told);
      const fields = Object.fromEntries(new FormData(form));
      const done = await send(form.getAttribute("action"), { ...fields, ...got });
      window.location.assign(done.path);
    } catch (error) {
      result.textContent = error.name === "NotAllowedError"
        ? "Nothing was signed: the device was not used, or it refused." : error.message;
      button.disabled = false;
    }
  });
}
