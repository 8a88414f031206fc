// Fields that are worth asking only for some answers: hidden, and not sent, until the answer is given. Without scripts all are asked.

const form = document.getElementById("record-form");

function answers(name) {
  return [...form.elements].filter((one) => one.name === name).flatMap((one) => {
    if (one.type === "radio" || one.type === "checkbox") return one.checked ? [one.value] : [];
    return [one.value];
  });
}

function follow() {
  for (const part of form.querySelectorAll("[data-when]")) {
    const wanted = Object.entries(JSON.parse(part.dataset.when));
    const shown = wanted.every(([name, values]) => answers(name).some((value) => values.includes(value)));
    part.hidden = !shown;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !shown;
  }
  for (const section of form.querySelectorAll(".form-section")) {
    const parts = [...section.querySelectorAll(":scope > .fields > *")];
    section.hidden = parts.length > 0 && parts.every((part) => part.hidden);
  }
}

// The help for the answer that is chosen, instead of all of it.
function guide() {
  for (const one of document.querySelectorAll("[data-guide-for]")) {
    const [name, value] = one.dataset.guideFor.split("=");
    one.hidden = !answers(name).includes(value);
    one.open = !one.hidden && !narrow;
  }
}

const narrow = matchMedia("(max-width: 62rem)").matches;

// On a phone the help is one line until it is opened.
if (narrow) {
  for (const guide of document.querySelectorAll(".guide > details")) guide.open = false;
}

if (form) {
  form.addEventListener("change", follow);
  form.addEventListener("change", guide);
  follow();
  guide();
}
