// Marking places on the school's map: a click adds "(32, 40)" - per cent from the left and from the top - to the field used last.

const figure = document.querySelector("[data-school-map]");
const PLACE = /\((\d{1,3}), (\d{1,3})\)/g;
let field = null;

function draw() {
  const marks = figure.querySelector("[data-marks]");
  marks.replaceChildren();
  if (!field) return;
  for (const [, left, top] of field.value.matchAll(PLACE)) {
    const mark = document.createElement("span");
    mark.className = "map-mark";
    mark.style.left = `${left}%`;
    mark.style.top = `${top}%`;
    marks.append(mark);
  }
}

function use(next) {
  if (!/^marked\.\d+\.(thrives|unsafe|adults_wanted)$/.test(next.name ?? "")) return;
  field = next;
  const row = field.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  figure.querySelector("[data-map-field]").textContent = `${row}: ${field.labels[0]?.innerText ?? ""}`;
  draw();
}

if (figure) {
  figure.hidden = false;
  document.addEventListener("focusin", (event) => use(event.target));
  document.addEventListener("input", (event) => event.target === field && draw());
  const picture = figure.querySelector("img");
  const first = document.querySelector("textarea[name^='marked.0.']");
  if (first) use(first);
  picture.addEventListener("click", (event) => {
    if (!field) return;
    const left = Math.round((100 * event.offsetX) / picture.clientWidth);
    const top = Math.round((100 * event.offsetY) / picture.clientHeight);
    field.value = `${field.value.trimEnd()} (${left}, ${top})`.trimStart();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
