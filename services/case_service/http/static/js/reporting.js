// The report forms, made quicker: a pupil is found without a new page, and a question shows when its answer needs it.
// Everything here also works without this file: the search is a button that posts the form, and every question is in sight.

function shownWith(part) {
  const [name, wanted] = part.dataset.shownWith.split("=");
  const values = wanted.split(",");
  const form = part.closest("form");
  const update = () => {
    const chosen = [...form.querySelectorAll(`[name="${name}"]`)].filter((field) => field.checked).map((field) => field.value);
    part.hidden = !chosen.some((value) => values.includes(value));
  };
  form.addEventListener("change", update);
  update();
}

function pupilSearch(part) {
  const form = part.closest("form");
  const wanted = part.querySelector('[name="wanted"]');
  const button = part.querySelector('[name="search"]');
  const hits = part.querySelector("[data-hits]");
  const chosen = part.querySelector("[data-chosen]");
  let asked = 0;

  const keepChosen = () => {
    hits.querySelectorAll(".pupil-box").forEach((box) => {
      if (!box.querySelector("input").checked) { return; }
      chosen.append(box);
      hits.replaceChildren();
      wanted.value = "";
      box.querySelector("input").focus();
    });
    chosen.querySelectorAll(".pupil-box").forEach((box) => { if (!box.querySelector("input").checked) { box.remove(); wanted.focus(); } });
  };

  const look = async () => {
    const mine = ++asked;
    const body = new FormData();
    for (const name of ["csrf_token", "school", "wanted"]) {
      const field = form.querySelector(`[name="${name}"]`);
      if (field) { body.append(name, field.value); }
    }
    try {
      const answer = await fetch(part.dataset.pupilSearch, { method: "POST", body, headers: { Accept: "text/html" } });
      if (!answer.ok) { throw new Error(String(answer.status)); }
      const markup = await answer.text();
      if (mine !== asked) { return; }
      hits.innerHTML = markup;
      const taken = new Set([...chosen.querySelectorAll("input")].map((field) => field.value));
      hits.querySelectorAll(".pupil-box").forEach((box) => { if (taken.has(box.querySelector("input").value)) { box.remove(); } });
    } catch {
      form.requestSubmit(button);
    }
  };

  let waiting;
  wanted.addEventListener("input", () => {
    clearTimeout(waiting);
    if (wanted.value.trim().length >= 3) { waiting = setTimeout(look, 300); }
  });
  wanted.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); look(); } });
  button.addEventListener("click", (event) => { event.preventDefault(); look(); });
  part.addEventListener("change", (event) => { if (event.target.name === "pupil") { keepChosen(); } });
}

document.querySelectorAll("[data-shown-with]").forEach(shownWith);
document.querySelectorAll("[data-pupil-search]").forEach(pupilSearch);
