// <form data-draft-url data-draft-key>: what is written is saved on the server two seconds after the last key, and kept here until it is.
import { content, fill } from "./form_content.js";
import { KeptText, forgetEverything, forgetWhatWasSent } from "./kept_text.js";
import { say, timeOfDay } from "./spoken.js";
import { opensAnotherTab } from "./submit_once.js";
import { freshToken } from "./token.js";
import { SAVED } from "./unsaved.js";

const KEEP_AFTER = 300;
const SAVE_AFTER = 2_000;
const LONGEST_WAIT = 30_000;
const REFUSED = new Set([400, 401, 403]);
const GONE = new Set([404, 409, 410]);

export function keepDrafts(page) {
  forgetWhatWasSent();
  const forms = page.querySelectorAll("form[data-draft-url]");
  if (!forms.length && !("signedIn" in page.body.dataset)) forgetEverything();
  for (const form of page.querySelectorAll("form[data-leave]")) form.addEventListener("submit", forgetEverything);
  for (const form of forms) new Draft(form).begin();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.kept = new KeptText(form.dataset.draftUrl, form.dataset.draftKey ?? "");
    this.wait = SAVE_AFTER;
    this.change = 0;
  }

  async begin() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || opensAnotherTab(event)) return;
      this.stop();
      this.kept.markSent();
    });
    addEventListener("online", () => this.unsaved && this.save());
    addEventListener("pageshow", (event) => event.persisted && (this.stopped = false));
    const pairs = await this.kept.read();
    if (!pairs || this.change) return;
    fill(this.form, pairs);
    this.tell("unsaved", say("restored"));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  changed() {
    if (this.stopped) return;
    this.change += 1;
    this.unsaved = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.kept.keep(content(this.form)), KEEP_AFTER);
    this.later(SAVE_AFTER);
  }

  later(milliseconds) {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), milliseconds);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.saving);
  }

  async save() {
    if (this.stopped || this.busy) return;
    this.busy = true;
    const change = this.change;
    try {
      await this.send(change);
    } catch {
      this.failed(say("offline"));
    } finally {
      this.busy = false;
    }
    if (this.unsaved && change !== this.change) this.later(SAVE_AFTER);
  }

  async send(change) {
    const token = this.form.elements.csrf_token?.value ?? "";
    const body = new URLSearchParams([["csrf_token", token], ...content(this.form)]);
    for (const name of ["idempotency_key", "seen_version"]) {
      if (this.form.elements[name]) body.append(name, this.form.elements[name].value);
    }
    const answer = await fetch(this.form.dataset.draftUrl, {
      method: "POST",
      headers: { "X-Draft": "1", Accept: "application/json" },
      body,
    });
    if (answer.ok && !answer.redirected) this.saved(change, new Date((await answer.json()).saved_at));
    else if (GONE.has(answer.status)) this.gone();
    else if (answer.redirected || REFUSED.has(answer.status)) this.failed(say((await freshToken(document)) ? "offline" : "signedOut"));
    else this.failed(say("offline"));
  }

  saved(change, moment) {
    this.wait = SAVE_AFTER;
    if (change === this.change) {
      this.unsaved = false;
      clearTimeout(this.keeping);
      this.kept.forget();
      this.form.dispatchEvent(new Event(SAVED));
    }
    this.tell("saved", say("saved", { time: timeOfDay(moment) }));
  }

  failed(sentence) {
    this.unsaved = true;
    this.kept.keep(content(this.form));
    this.tell("unsaved", sentence);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.later(this.wait);
  }

  gone() {
    this.stop();
    this.tell("unsaved", say("gone"));
  }

  // The eye sees each saving; the ear is told when saved becomes unsaved and back.
  tell(state, sentence) {
    this.status ??= this.form.querySelector("[data-draft-status]") ?? this.form.appendChild(document.createElement("p"));
    this.status.dataset.draftStatus = "";
    const heard = this.status.dataset.state !== state;
    this.status.dataset.state = state;
    this.status.setAttribute("aria-live", heard ? "polite" : "off");
    this.status.textContent = sentence;
  }
}
