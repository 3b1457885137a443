// Forms that a passkey fills in: `data-passkey` is what the browser is asked for (get, create). The options stand in the
// page, or behind the address in `data-options`. The browser's own JSON methods are too new for some that we serve.

/** @param {string} text base64url */
function bytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null} buffer */
function base64url(buffer) {
  if (!buffer) return null;
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {any} options PublicKeyCredential…OptionsJSON */
function parse(options) {
  const credentials = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));
  const parsed = { ...options, challenge: bytes(options.challenge) };
  if (options.user) parsed.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) parsed.excludeCredentials = credentials(options.excludeCredentials);
  if (options.allowCredentials) parsed.allowCredentials = credentials(options.allowCredentials);
  return parsed;
}

/** @param {any} credential what the server reads: the JSON of a PublicKeyCredential */
function stored(credential) {
  const { attestationObject, authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  const buffers = attestationObject
    ? { attestationObject, clientDataJSON }
    : { authenticatorData, clientDataJSON, signature, userHandle };
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(Object.entries(buffers).map(([name, buffer]) => [name, base64url(buffer)])),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** @param {HTMLFormElement} form */
async function readOptions(form) {
  const { options } = form.dataset;
  if (!options) return JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
  const response = await fetch(options, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()).request_options.publicKey;
}

/** @param {HTMLFormElement} form */
async function fill(form) {
  const publicKey = parse(await readOptions(form));
  if (form.dataset.passkey === "create") {
    const wanted = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...wanted };
  }
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = JSON.stringify(stored(credential));
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue; // the buttons stay hidden: no HTTPS, or an old browser
  const button = form.querySelector("button[type=submit]");
  const failed = form.querySelector("[data-passkey-failed]");
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      await fill(form);
      form.submit();
    } catch {
      failed.hidden = false; // cancelled, or there is none for this site
      button.disabled = false;
    }
  });
}
