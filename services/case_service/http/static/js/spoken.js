// The sentences that scripts say stand in the page, in the reader's language: <template id="spoken" data-saved="...">.
export function say(key, values = {}) {
  const sentence = document.getElementById("spoken")?.dataset[key] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// A time of day as it is written in Norway: 10.42.
export function timeOfDay(moment) {
  return moment
    .toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Oslo" })
    .replace(":", ".");
}
