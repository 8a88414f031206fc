// Stepping through a matter without loading the page again: arrow keys on the slider, and the step buttons. Without this the slider's
// form and the buttons' addresses do the same.

const REST = 120; // milliseconds without a key before a view is asked for

const form = document.querySelector("form[data-replay]");
const slider = form?.querySelector("input[type=range]");
let asking = null;
let waiting = null;

function address(place) {
  const url = new URL(location.href);
  for (const name of ["plass", "hendelse", "dag", "kl"]) url.searchParams.delete(name);
  url.searchParams.set("hendelse", form.dataset.numbers.split(" ")[place - 1]);
  url.hash = "";
  return url;
}

// What the steps lead to, and what is carried along by forms and switches, changes with the view; the slider itself stays and keeps the focus.
function take(page) {
  for (const id of ["replay-view", "replay-switches"]) {
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  }
  document.getElementById("replay-stands").textContent = page.getElementById("replay-stands").textContent;
  takeSteps(page);
  const fresh = page.getElementById("plass");
  slider.setAttribute("aria-valuetext", fresh.getAttribute("aria-valuetext"));
  const kept = document.querySelector("form[data-replay-against]");
  const hidden = page.querySelectorAll("form[data-replay-against] > input[type=hidden]");
  kept.querySelectorAll(":scope > input[type=hidden]").forEach((one) => one.remove());
  kept.prepend(...hidden);
}

function takeSteps(page) {
  const at = document.activeElement?.dataset?.step;
  const steps = document.getElementById("replay-steps");
  steps.replaceChildren(...page.getElementById("replay-steps").childNodes);
  if (!at) return;
  // Whoever stepped to an end finds herself on the nearest button that still leads somewhere.
  const found = steps.querySelector(`a[data-step="${at}"]`) ?? steps.querySelector("a[data-step]");
  found?.focus();
}

async function show(url) {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const view = document.getElementById("replay-view");
  view.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) {
      location.assign(url);
      return;
    }
    take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(null, "", url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return;
  }
  view.removeAttribute("aria-busy");
}

if (slider) {
  slider.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(address(Number(slider.value))), REST);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(address(Number(slider.value)));
  });
  document.getElementById("replay-steps").addEventListener("click", (event) => {
    const step = event.target.closest("a[data-step]");
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const url = new URL(step.href);
    slider.value = String(form.dataset.numbers.split(" ").indexOf(url.searchParams.get("hendelse")) + 1);
    show(url);
  });
}
