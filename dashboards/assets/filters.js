// The controls: open where there is room; on a phone folded, or as the reader left them.
(function () {
  var phone = window.matchMedia("(max-width: 48rem)");
  var left = false; // whether the reader opened them on a phone

  function lay(again) {
    var filters = document.querySelector("details.filters");
    if (!filters || (filters.hasAttribute("data-laid") && !again)) { return; }
    filters.setAttribute("data-laid", "");
    filters.open = !phone.matches || left;
  }

  new MutationObserver(function () { lay(false); }).observe(document.documentElement, { childList: true, subtree: true });
  phone.addEventListener("change", function () { lay(true); });
  document.addEventListener("click", function (event) {
    var summary = event.target.closest && event.target.closest("details.filters > summary");
    if (summary) { left = !summary.parentElement.open; } // it is about to change
  });
})();
