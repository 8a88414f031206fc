// Text that the server has not got yet: kept in this tab's storage, sealed with AES-GCM under the session's key (in the page, never stored).
const PREFIX = "varde.draft.";
const SENT = "varde.sent";
const IV_BYTES = 12;

export class KeptText {
  constructor(address, key) {
    this.name = PREFIX + address;
    this.key = crypto.subtle?.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  async keep(value) {
    if (!this.key) return; // no cryptography outside https and localhost: then nothing is kept in the clear either
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt(this.parameters(iv), await this.key, new TextEncoder().encode(JSON.stringify(value)));
    sessionStorage.setItem(this.name, base64(new Uint8Array([...iv, ...new Uint8Array(sealed)])));
  }

  // What was kept, or null; what another session sealed cannot be read, and is thrown away.
  async read() {
    const stored = sessionStorage.getItem(this.name);
    if (!stored || !this.key) return null;
    try {
      const all = bytes(stored);
      const opened = await crypto.subtle.decrypt(this.parameters(all.slice(0, IV_BYTES)), await this.key, all.slice(IV_BYTES));
      return JSON.parse(new TextDecoder().decode(opened));
    } catch {
      this.forget();
      return null;
    }
  }

  forget() {
    sessionStorage.removeItem(this.name);
  }

  // The form is on its way. If an ordinary page comes next, the server has it; the back button or a reload means that it may not.
  markSent() {
    sessionStorage.setItem(SENT, this.name);
  }

  parameters(iv) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(this.name) };
  }
}

// Called on every page: throws away what was sent and answered.
export function forgetWhatWasSent() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && performance.getEntriesByType("navigation")[0]?.type === "navigate") sessionStorage.removeItem(sent);
}

export function forgetEverything() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function base64(all) {
  return btoa(Array.from(all, (one) => String.fromCharCode(one)).join(""));
}
