// The timeline begins where things are now: at its end. Without this it begins at the beginning, and scrolls all the same.
for (const frame of document.querySelectorAll("[data-to-the-end]")) {
  frame.scrollLeft = frame.scrollWidth;
}
