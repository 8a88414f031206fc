// On paper every section stands open and every chart has the width of its place there; afterwards all is as it was.
(function () {
  var PAPER = 1300, HALF = 626; // pixels: A4 on its side without its margins at the scale of kit.css, and one of two columns on it
  var folded = [];

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

  window.addEventListener("beforeprint", function () {
    folded = all("details.section:not([open])");
    folded.forEach(function (section) { section.open = true; });
    draw(function (chart) { return { autosize: false, width: place(chart) }; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (section) { section.open = false; });
    draw(function () { return { autosize: true, width: null }; });
  });
})();
