// On paper every section stands open and every chart has the width of its place there; where a chart is not drawn yet, its table
// stands in its place. Afterwards all is as it was.
(function () {
  var PAPER = 1300, HALF = 626; // pixels: A4 on its side without its margins at the scale of kit.css, and one of two columns on it
  var folded = [], undrawn = [];

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  function draw(size) {
    all(".js-plotly-plot").forEach(function (chart) {
      window.Plotly.relayout(chart, size(chart));
      window.Plotly.redraw(chart); // the room that the legend takes follows from the new width
    });
  }

  function place(chart) {
    return chart.closest(".halves, .panels > :not(.wide)") ? HALF : PAPER;
  }

  function waits(chart) { return !chart.querySelector(".main-svg"); }

  window.addEventListener("beforeprint", function () {
    undrawn = all(".chart-frame").filter(waits);
    undrawn.forEach(function (frame) {
      var table = frame.closest(".panel").querySelector("details.as-table");
      frame.classList.add("undrawn");
      if (table) { folded.push(table); }
    });
    folded = folded.concat(all("details.section")).filter(function (one) { return !one.open; });
    folded.forEach(function (section) { section.open = true; });
    draw(function (chart) { return { autosize: false, width: place(chart) }; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (section) { section.open = false; });
    undrawn.forEach(function (frame) { frame.classList.remove("undrawn"); });
    folded = undrawn = [];
    draw(function () { return { autosize: true, width: null }; });
  });
})();
