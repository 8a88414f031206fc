// Stepping through a matter without loading the page again: arrow keys on the slider, the step buttons, and the events in the picture.
// Without this the slider's form and the addresses of buttons and events do the same.

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
  const inPicture = Boolean(pictured(document.activeElement));
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
  showPlace();
  if (inPicture) stop()?.focus();
}

function pictured(element) {
  return element?.closest?.(".replay-tracks a[data-event]");
}

// The one event of the picture at which the tab key stops.
function stop() {
  return document.querySelector('.replay-tracks a[tabindex="0"]');
}

// Where the picture is wider than the screen, the shown place is brought into it.
function showPlace() {
  const frame = document.querySelector("#replay-view .timeline-scroll");
  const place = stop()?.getBoundingClientRect();
  const screen = frame?.getBoundingClientRect();
  if (!place || (place.left >= screen.left && place.right <= screen.right)) return;
  frame.scrollLeft += place.left - screen.left - frame.clientWidth / 2;
}

// The arrow keys go from event to event in the picture; return shows the one that has the focus.
function walk(event) {
  const here = pictured(event.target);
  if (!here || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const all = [...here.ownerSVGElement.querySelectorAll("a[data-event]")];
  const at = all.indexOf(here);
  const to = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
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

function go(url) {
  slider.value = String(form.dataset.numbers.split(" ").indexOf(url.searchParams.get("hendelse")) + 1);
  show(url);
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
    go(new URL(step.href));
  });
  const view = document.getElementById("replay-view");
  view.addEventListener("keydown", walk);
  view.addEventListener("click", (event) => {
    const chosen = pictured(event.target);
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    chosen.focus();
    go(new URL(chosen.getAttribute("href"), location.href));
  });
  showPlace();
}
