// <form data-once>: a second click does nothing while the first is on its way. What really protects is the form's idempotency key.
const PATIENCE = 15_000;

export function submitOnce(page) {
  for (const form of page.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
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

function release(form) {
  delete form.dataset.sending;
  for (const button of buttons(form)) button.removeAttribute("aria-busy");
}

function buttons(form) {
  return [...form.elements].filter((one) => one.type === "submit");
}
