// <... data-version-url="/saker/.../versjon" data-version="17" [data-version-page="/saker/..."]>: tells when somebody else has recorded
// something since the page was shown, and touches no text.
import { say, timeOfDay } from "./spoken.js";

const EVERY = 20_000;

export function tellOfChanges(page) {
  const marked = page.querySelector("[data-version-url]");
  if (!marked) return;
  let seen = Number(marked.dataset.version);
  const ask = async () => {
    if (page.hidden) return;
    let answer;
    try {
      answer = await fetch(marked.dataset.versionUrl, { headers: { Accept: "application/json" } });
    } catch {
      return; // no connection: the next round asks again
    }
    if (!answer.ok || answer.redirected) return;
    const now = await answer.json();
    if (now.version <= seen) return;
    seen = now.version;
    show(marked, now);
  };
  setInterval(ask, EVERY);
  page.addEventListener("visibilitychange", ask);
}

function show(marked, now) {
  document.querySelector(".changed")?.remove();
  const notice = document.createElement("div");
  notice.className = "ds-alert changed";
  notice.dataset.color = "warning";
  const sentence = document.createElement("p");
  sentence.textContent = say("changed", { who: now.by ?? "", time: timeOfDay(new Date(now.at)) });
  const link = document.createElement("a");
  link.href = marked.dataset.versionPage ?? location.pathname;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = say("changedLink");
  notice.append(sentence, link);
  notice.setAttribute("role", "status");
  document.querySelector("main").append(notice);
}
