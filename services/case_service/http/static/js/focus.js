// [data-focus] takes the focus when the page has loaded: an error summary, so that it is read first.
// The links of an error summary go to the field itself, also where the address is a group's.
export function focusOnLoad(page) {
  page.querySelector("[data-focus]")?.focus();
  for (const link of page.querySelectorAll(".ds-error-summary a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const field = page.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      const group = field.closest("fieldset") ?? field.closest(".ds-field") ?? field;
      group.scrollIntoView({ block: "start" });
      (field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea") ?? field).focus({
        preventScroll: true,
      });
    });
  }
}
