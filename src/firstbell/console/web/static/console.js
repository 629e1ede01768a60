// Comfort, and passkeys: every page but signing works without this file.
"use strict";

const showCopies = (part) => part.querySelectorAll("button.copy").forEach((button) => { button.hidden = false; });
showCopies(document);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "copied";
  } catch {
    button.textContent = "select it and copy by hand";
  }
  setTimeout(() => { button.textContent = "copy"; }, 2000);
});

// By this an element is known again among its neighbors, wherever it stands in a page that was read anew.
function nameOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  const read = (name) => node.getAttribute(name);
  const own = node.id || read("rel") || read("href") || read("name") || read("aria-label");
  if (own) return `${node.nodeName} ${own}`;
  if (node.matches("form")) {
    const hidden = node.querySelectorAll("input[type=hidden]:not([name=token])");
    return ["FORM", read("action"), ...[...hidden].map((one) => one.getAttribute("value"))].join(" ");
  }
  if (node.matches("tr, li")) {
    const link = node.querySelector("a[href]");
    return `${node.nodeName} ${link ? link.getAttribute("href") : node.firstElementChild?.textContent}`;
  }
  const label = node.matches("button, label") ? node : node.querySelector(":scope > summary, :scope > dt, :scope > h2");
  return `${node.nodeName} ${label ? label.textContent.trim() : ""}`;
}

// Whether somebody has written or chosen something in this field and has not sent it yet.
function isTyped(field) {
  if (field.matches("select")) {
    const first = [...field.options].findIndex((one) => one.defaultSelected);
    return field === document.activeElement || field.selectedIndex !== Math.max(first, 0);
  }
  return field.matches("input:not([type=hidden]), textarea")
    && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

function bringAttributes(held, read) {
  // what a person has opened or shut stays so
  const isTheirs = (name) => name === "open" && held.matches("details");
  for (const { name } of [...held.attributes]) {
    if (!read.hasAttribute(name) && !isTheirs(name)) held.removeAttribute(name);
  }
  for (const { name, value } of read.attributes) {
    if (held.getAttribute(name) !== value && !isTheirs(name)) held.setAttribute(name, value);
  }
}

// Makes one element say what another one says. Whatever is the same stays the same element: it keeps the focus,
// its place on the screen, and what is opened, marked or typed in it.
function bring(held, read) {
  if (held.isEqualNode(read)) return;
  if (held.nodeType !== Node.ELEMENT_NODE) { held.nodeValue = read.nodeValue; return; }
  if (held.matches("form.passkey") || isTyped(held)) return;
  bringAttributes(held, read);
  const left = new Map();
  for (const child of held.childNodes) left.set(nameOf(child), [...(left.get(nameOf(child)) ?? []), child]);
  const pairs = [...read.childNodes].map((child) => [left.get(nameOf(child))?.shift(), child]);
  for (const gone of left.values()) gone.forEach((one) => one.remove());
  let next = held.firstChild;
  for (const [known, child] of pairs) {
    if (known && known === next) next = next.nextSibling;
    else held.insertBefore(known ?? document.adoptNode(child), next);
    if (known) bring(known, child);
  }
}

// An element that is moved loses the focus, and one that is gone has lost it: the nearest one around it takes it.
function keepFocus(main, change) {
  const held = document.activeElement;
  const around = [];
  for (let one = held; one && main.contains(one); one = one.parentElement) around.push(one);
  change();
  if (!around.length || document.activeElement === held) return;
  around.find((one) => main.contains(one) && (one === held || one.matches("[tabindex]"))).focus({ preventScroll: true });
}

// A form in which somebody writes and that the page has no more: the page waits until the field is left.
function isInTheWay(main, read) {
  const form = document.activeElement?.matches("input, textarea, select") && document.activeElement.closest("form");
  if (!form || !main.contains(form)) return false;
  return ![...read.querySelectorAll("form")].some((one) => nameOf(one) === nameOf(form));
}

// Somebody who signs in elsewhere goes on here: a page that is loaded again loses what was typed.
function tellSignedOut(note, text) {
  if (note.querySelector("a")) return;
  const link = Object.assign(document.createElement("a"), { href: "/sign-in", target: "_blank", rel: "noopener" });
  link.textContent = "Sign in in another window";
  note.hidden = false;
  note.replaceChildren(`${text} `, link, ", then go on here.");
}

// A page follows what changes: it asks for one word, and is read anew where that is another one.
async function follow(main) {
  const note = document.querySelector(".live");
  let known = null;
  let missed = 0;
  let shown = main.innerHTML;
  const tell = (text) => { note.hidden = !text; note.textContent = text; };
  const look = async () => {
    const answer = await fetch(`/changes?page=${main.dataset.page}`, { cache: "no-store" });
    if (answer.status === 401) throw new Error("You are signed out. What you typed is still here.");
    if (!answer.ok) throw new Error("");
    const word = await answer.text();
    if (known !== null && word !== known) {
      const page = await fetch(window.location.href, { cache: "no-store" });
      if (!page.ok) throw new Error("");
      const read = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("main");
      showCopies(read);
      if (isInTheWay(main, read)) return;
      if (read.innerHTML !== shown) {
        shown = read.innerHTML;
        keepFocus(main, () => bring(main, read));
        tell(`Changed at ${new Date().toLocaleTimeString()}.`);
      }
    }
    known = word;
  };
  for (;;) {
    await new Promise((done) => { setTimeout(done, Number(main.dataset.live)); });
    if (document.hidden) continue;
    try {
      await look();
      if (missed) tell("");
      missed = 0;
    } catch (error) {
      missed += 1;
      if (error.message.startsWith("You are")) { tellSignedOut(note, error.message); continue; }
      if (missed > 3) tell("This page has not heard from the console for a while. Load it again.");
    }
  }
}
const live = document.querySelector("main[data-live]");
if (live) follow(live);

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
  if (button.dataset.first) button.focus();
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

const queue = document.querySelector("ol.queue");

function listPeople() { return [...queue.querySelectorAll("li[data-person]")]; }

function goTo(step) {
  const people = listPeople();
  const at = people.findIndex((one) => one.classList.contains("current"));
  const next = people[Math.min(Math.max(at + step, 0), people.length - 1)];
  people.forEach((one) => one.classList.toggle("current", one === next));
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

async function decide(verb) {
  const person = queue.querySelector("li.current");
  if (!person) { goTo(1); return; }
  const why = person.querySelector("input[name=why]").value;
  const told = await send(queue.dataset.post, { verb, person: person.dataset.person, why, as: "json" });
  person.querySelector(".decided").textContent = `${verb}, not signed yet`;
  say(told, `${verb}: kept until you sign`);
  goTo(1);
}

function say(told, text) {
  document.getElementById("waiting").textContent = `${told.waiting} ${told.waiting === 1 ? "decision" : "decisions"}`;
  document.getElementById("said").textContent = text;
  document.querySelectorAll("form.waits").forEach((one) => { one.hidden = told.waiting === 0; });
}

async function takeBack() {
  const told = await send(queue.dataset.post, { drop: "last", as: "json" });
  say(told, "the newest decision is taken back");
}

const ACTS = {
  j: () => goTo(1),
  p: () => goTo(-1),
  c: () => decide("confirm"),
  d: () => decide("dismiss"),
  u: takeBack,
  w: () => queue.querySelector("li.current input[name=why]")?.focus(),
  o: () => queue.querySelector("li.current a")?.click(),
  s: () => {
    const sign = document.getElementById("sign");
    if (sign.form.hidden) document.getElementById("said").textContent = "nothing waits for your signature";
    else sign.click();
  },
  "?": () => { const keys = document.getElementById("keys"); keys.open = !keys.open; },
};

if (queue && queue.dataset.keys === "on") {
  let last = Promise.resolve();
  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key];
    const isTyping = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && isTyping) { queue.querySelector("li.current")?.focus(); return; }
    if (!act || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    event.preventDefault();
    // one after another: a key pressed while the one before is being kept waits for it
    last = last.then(act).catch((error) => { document.getElementById("said").textContent = error.message; });
  });
}
