// <form data-once>: a second click does nothing while the first is on its way. What really protects is the form's idempotency key.
const PATIENCE = 15_000;

export function submitOnce(page) {
  for (const form of page.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (opensAnotherTab(event)) return;
      if (form.dataset.sending !== undefined) {
        event.preventDefault();
        return;
      }
      form.dataset.sending = "";
      for (const button of buttons(form)) button.setAttribute("aria-busy", "true");
      setTimeout(() => release(form), PATIENCE);
    });
  }
  // The back button shows the page as it was left.
  addEventListener("pageshow", () => page.querySelectorAll("form[data-once]").forEach(release));
}

// A button that shows something in another tab (formtarget="_blank") sends nothing away: the page stays as it is.
export function opensAnotherTab(event) {
  return event.submitter?.formTarget === "_blank";
}

function release(form) {
  delete form.dataset.sending;
  for (const button of buttons(form)) button.removeAttribute("aria-busy");
}

function buttons(form) {
  return [...form.elements].filter((one) => one.type === "submit");
}
