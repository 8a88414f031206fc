// <textarea data-counter="id of the sentence" data-counter-limit="500">: how many characters are left. It is read aloud near the end only.
import { say } from "./spoken.js";

const NEAR = 20;

export function countCharacters(page) {
  const count = (field) => {
    const sentence = page.getElementById(field.dataset.counter);
    if (!sentence) return;
    const left = Number(field.dataset.counterLimit) - [...field.value].length;
    sentence.setAttribute("aria-live", left <= NEAR ? "polite" : "off");
    sentence.toggleAttribute("data-over", left < 0);
    sentence.textContent = left < 0 ? say("over", { count: -left }) : say("left", { count: left });
  };
  page.querySelectorAll("[data-counter]").forEach(count);
  // Rows that are added later count too.
  page.addEventListener("input", (event) => {
    if (event.target.dataset?.counter) count(event.target);
  });
}
