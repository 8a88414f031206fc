// A chart as a picture file, drawn in this browser and sent nowhere.
(function () {
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button.picture");
    if (!button || !window.Plotly) { return; }
    var frame = document.getElementById(button.getAttribute("data-chart"));
    var drawn = frame && frame.querySelector(".js-plotly-plot");
    if (!drawn) { return; }
    var box = drawn.getBoundingClientRect();
    window.Plotly.downloadImage(drawn, {
      format: button.getAttribute("data-format"),
      filename: "varde-" + button.getAttribute("data-name"),
      width: Math.round(box.width),
      height: Math.round(box.height),
      scale: 2
    });
  });
})();
