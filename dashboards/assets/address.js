// The address is the only state: what is chosen is written into it, and the page follows from it.
(function () {
  var dates = /^\d{4}-\d{2}-\d{2}$/;

  function put(query, name, value) {
    if (value !== null && value !== undefined && value !== "") { query.set(name, value); }
  }

  function day(value) { return dates.test(value || "") ? value : null; }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.varde = {
    // The order and the names are those of dashboards/view.py.
    address: function (school, preset, first, last, grade, asOf, recordedBy, search) {
      var query = new URLSearchParams();
      var before = new URLSearchParams(search || "");
      put(query, "skole", school);
      if (preset && preset !== "school_year") { query.set("periode", preset); }
      if (preset === "own") {
        put(query, "fra", day(first));
        put(query, "til", day(last));
      }
      put(query, "trinn", grade);
      put(query, "per", day(asOf));
      put(query, "registrert", day(recordedBy));
      put(query, "valg", before.get("valg"));
      var written = query.toString();
      var wished = written ? "?" + written : "";
      before.delete("sprak");
      return wished === (before.toString() ? "?" + before.toString() : "") ? window.dash_clientside.no_update : wished;
    },
    title: function (title) {
      if (title) { document.title = title + " · Varde"; }
      return window.dash_clientside.no_update;
    }
  };

  // The controls are made anew with every answer; whoever was at one of them stays there.
  var held = null;

  function named(element) {
    if (element.type === "radio") { return "#controls input[type=radio][value='" + element.value + "']"; }
    return element.id && element.closest("#controls") ? "#controls #" + CSS.escape(element.id) : null;
  }

  document.addEventListener("focusin", function (event) {
    held = event.target.closest("#controls") ? named(event.target) : null;
  });
  document.addEventListener("pointerdown", function (event) {
    if (!event.target.closest("#controls")) { held = null; }
  });
  new MutationObserver(function () {
    var again = held && document.activeElement === document.body ? document.querySelector(held) : null;
    if (again) { again.focus({ preventScroll: true }); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  // The frame's links to the other languages lead to the view that is shown now, and not to the one that was loaded.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href*='sprak=']");
    if (!link) { return; }
    var query = new URLSearchParams(window.location.search);
    query.set("sprak", new URL(link.href).searchParams.get("sprak"));
    link.href = window.location.pathname + "?" + query.toString();
  }, true);

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("button.print-page")) { window.print(); }
  });
})();
