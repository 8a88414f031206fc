// <form data-guard>: the browser asks before what was written is left behind. A draft that the server has counts as kept.
import { opensAnotherTab } from "./submit_once.js";

export const SAVED = "varde:saved";

export function askBeforeLeaving(page) {
  for (const form of page.querySelectorAll("form[data-guard]")) {
    let unsaved = false;
    form.addEventListener("input", () => (unsaved = true));
    form.addEventListener(SAVED, () => (unsaved = false));
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented && !opensAnotherTab(event)) unsaved = false;
    });
    addEventListener("beforeunload", (event) => {
      if (unsaved) event.preventDefault();
    });
  }
}
