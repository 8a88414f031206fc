// The sections of a long page: open where there is room, folded on a phone but for the first, and always as the reader left them.
(function () {
  var phone = window.matchMedia("(max-width: 48rem)");
  var left = {}; // section: whether the reader left it open
  var followed = null; // the page and place that have been shown; a control that changes the view leaves the reader where she is

  function name(section) { return section.firstElementChild.id; }

  function sections() { return Array.prototype.slice.call(document.querySelectorAll("details.section")); }

  function place() { return document.getElementById(window.location.hash.slice(1)); }

  function here() { return window.location.pathname + window.location.hash; }

  function lay() {
    sections().forEach(function (section, number) {
      if (section.hasAttribute("data-laid")) { return; }
      section.setAttribute("data-laid", "");
      section.open = name(section) in left ? left[name(section)] : !phone.matches || number === 0;
      if (watcher) { watcher.observe(section); }
    });
    if (followed !== here() && place()) { show(); }
  }

  // A place in a folded section: the section opens, and the place is shown.
  function show() {
    var to = place();
    followed = here();
    if (!to) { return; }
    for (var around = to; around; around = around.parentElement) {
      if (around.tagName === "DETAILS") { around.open = true; }
    }
    to.scrollIntoView();
  }

  // The list of sections says which one is being read.
  var seen = {};
  var watcher = !window.IntersectionObserver ? null : new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) { seen[name(entry.target)] = entry.isIntersecting; });
    var current = sections().find(function (section) { return seen[name(section)]; });
    document.querySelectorAll(".on-this-page a").forEach(function (link) {
      var is = !!current && link.getAttribute("href") === "#" + name(current);
      if (is === link.hasAttribute("aria-current")) { return; }
      if (!is) { link.removeAttribute("aria-current"); return; }
      link.setAttribute("aria-current", "true");
      var list = link.closest("ul");
      list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.clientWidth) / 2;
    });
  }, { rootMargin: "-20% 0px -70% 0px" });

  new MutationObserver(lay).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("hashchange", show);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href*='#']");
    if (!link) { return; }
    followed = null;
    var section = link.closest(".on-this-page") && document.getElementById(link.getAttribute("href").slice(1));
    if (section) { section.parentElement.open = true; } // before the browser goes there
  });
  document.addEventListener("toggle", function (event) {
    if (!event.target.matches("details.section") || !event.target.hasAttribute("data-laid")) { return; }
    left[name(event.target)] = event.target.open;
    if (event.target.open) { window.dispatchEvent(new Event("resize")); } // a chart drawn out of sight has no width
  }, true);
})();
